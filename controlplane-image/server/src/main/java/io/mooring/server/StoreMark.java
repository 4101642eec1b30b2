package io.mooring.server;

import io.mooring.api.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the data directory says of the kind of store its cluster has. A server that was told
/// another kind would begin an empty cluster under the identity of the old one.
final class StoreMark {

    static final String FILE = "store";

    private StoreMark() {}

    /// Writes the kind down, or fails if another one is there.
    static void require(DataDirectory data, StoreKind wanted) {
        check(data, wanted);
        Path mark = data.file(FILE);
        try {
            Files.writeString(mark, wanted.name() + "\n");
        } catch (IOException e) {
            throw new ServerException("writing " + mark + ": " + e, e);
        }
    }

    /// Fails if another kind is there.
    static void check(DataDirectory data, StoreKind wanted) {
        Path mark = data.file(FILE);
        StoreKind known = read(data, mark, wanted);
        if (known != wanted) {
            throw new ServerException(
                    "opening the data directory %s: its cluster has an %s, and the configuration says %s; the state does not move by itself: set controlPlane.backingStore back, or restore a snapshot into a new cluster with the other store"
                            .formatted(data.file("").toString(), known.phrase(), wanted.phrase()));
        }
    }

    private static StoreKind read(DataDirectory data, Path mark, StoreKind otherwise) {
        if (Files.exists(mark)) {
            return StoreKind.valueOf(DataDirectory.read(mark).strip());
        }
        // Directories of versions before the mark.
        return Files.exists(data.file("state.db")) ? StoreKind.EMBEDDED_DATABASE : otherwise;
    }
}
