package io.mooring.server;

import io.mooring.api.Release;
import io.mooring.api.Snapshots;
import io.mooring.snapshot.CheckedSnapshot;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// The snapshot that a new control plane begins with, as `snapshots.restore` names it.
///
/// @param url of it, in its store
record FirstSnapshot(
        SnapshotUrl url,
        Optional<Path> credentials,
        Snapshots.Encryption encryption,
        Release release) {

    /// @return empty if a new control plane begins empty
    static Optional<FirstSnapshot> of(ControlPlaneSettings settings) {
        Snapshots snapshots = settings.config().snapshots();
        String url = snapshots.restore().url();
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FirstSnapshot(
                                SnapshotUrl.parse(url),
                                SnapshotSecrets.credentials(snapshots.restore()),
                                snapshots.encryption(),
                                settings.release()));
    }

    /// Fetches it into a data directory, for as long as it is needed there.
    Fetched fetch(DataDirectory data, Clock clock) {
        Passphrase passphrase = passphrase();
        try (SnapshotStore store = store()) {
            SnapshotFetch fetch = SnapshotFetch.into(data.file(""), store, url.name(), clock);
            try {
                return Fetched.of(fetch, passphrase, release);
            } catch (RuntimeException e) {
                fetch.close();
                throw e;
            }
        }
    }

    Passphrase passphrase() {
        return SnapshotSecrets.passphrase(encryption);
    }

    SnapshotStore store() {
        return SnapshotStores.open(url.parent(), credentials);
    }

    /// It, all of it checked.
    record Fetched(SnapshotFetch fetch, SnapshotFile file, CheckedSnapshot snapshot)
            implements AutoCloseable {

        static Fetched of(SnapshotFetch fetch, Passphrase passphrase, Release release) {
            SnapshotFile file = SnapshotFile.open(fetch.file());
            try {
                SnapshotRestoration.requireReadable(fetch.file(), file.info(), release);
                return new Fetched(fetch, file, file.check(passphrase));
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        }

        @Override
        public void close() {
            file.close();
            fetch.close();
        }
    }
}
