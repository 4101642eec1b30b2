package io.mooring.server;

import io.mooring.snapshot.SnapshotUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// That things change places in a data directory just now, or did when somebody was interrupted. It
/// says since when, and in its second line which snapshot a new control plane begins with, if that
/// is why.
final class RestoreMark {

    static final String FILE = "restoring";

    /// Why somebody restores who has asked for it.
    static final String BY_HAND = "";

    private RestoreMark() {}

    /// Why a server restores the snapshot that its control plane begins with.
    static String first(SnapshotUrl url) {
        return url.toString();
    }

    static void write(DataDirectory data, Instant now, String why) throws IOException {
        Files.writeString(data.file(FILE), now + "\n" + why + "\n");
    }

    /// Fails while a restore has come halfway.
    static void requireNone(DataDirectory data) {
        requireNoneBut(data, BY_HAND);
    }

    /// Fails while a restore has come halfway that is not begun again for the same reason.
    ///
    /// @param why that of the restore that may follow, or [#BY_HAND] if none does
    static void requireNoneBut(DataDirectory data, String why) {
        if (!Files.exists(data.file(FILE))) {
            return;
        }
        String begun = why(data.file(FILE));
        if (begun.equals(BY_HAND)) {
            throw new ServerException(
                    "opening the data directory %s: a restore into it was interrupted; run 'mooring snapshot restore' again"
                            .formatted(data.file("")));
        }
        if (!begun.equals(why)) {
            throw new ServerException(
                    "opening the data directory %s: its control plane was to begin with %s, and the restore of that was interrupted; name it again in snapshots.restore.url, or run 'mooring snapshot restore' with another"
                            .formatted(data.file(""), begun));
        }
    }

    private static String why(Path mark) {
        return DataDirectory.read(mark).lines().skip(1).findFirst().orElse(BY_HAND);
    }
}
