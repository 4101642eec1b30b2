package io.mooring.cli;

import io.mooring.server.SnapshotStores;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import java.nio.file.Path;
import java.util.Optional;

/// Where a snapshot is, or will be, as somebody wrote it.
sealed interface SnapshotTarget {

    /// How one is written that is in a store.
    String URLS = "s3://BUCKET/PATH/NAME.snapshot, oci://HOST/REPOSITORY:TAG";

    /// A file of this machine.
    record InFile(Path file) implements SnapshotTarget {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /// A name in a store.
    record InStore(SnapshotUrl url) implements SnapshotTarget {

        String name() {
            return url.name();
        }

        SnapshotStore open(Optional<Path> credentials) {
            return SnapshotStores.open(url.parent(), credentials);
        }

        @Override
        public String toString() {
            return url.toString();
        }
    }

    static SnapshotTarget of(String text) {
        return SnapshotUrl.isMeant(text)
                ? new InStore(SnapshotUrl.parse(text))
                : new InFile(Path.of(text));
    }
}
