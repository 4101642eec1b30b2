package io.mooring.snapshot;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/// What a snapshot is of, as anyone may read it.
///
/// @param kubernetes the version that wrote the keys, `v1.34.4`
/// @param store the kind of data store they came from
/// @param revision the one revision of that store that all keys are of
/// @param keys how many keys it holds
/// @param files how many files it holds: keys of the PKI, the configuration
public record SnapshotInfo(
        String cluster,
        String kubernetes,
        String store,
        long revision,
        long keys,
        int files,
        Instant created) {

    /// What [#read] needs of a snapshot is not more.
    public static final int MOST_BYTES = Header.MOST_BYTES;

    /// What a snapshot says of itself at its beginning, of which no more is read.
    ///
    /// @throws SnapshotException if it is none, or of a newer format
    public static SnapshotInfo read(InputStream in, String where) throws IOException {
        try {
            return Header.read(new DataInputStream(new BufferedInputStream(in)), where).info();
        } catch (EOFException e) {
            throw new SnapshotException(where + " is no snapshot of a virtual cluster", e);
        }
    }
}
