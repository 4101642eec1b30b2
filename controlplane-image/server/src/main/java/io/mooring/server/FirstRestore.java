package io.mooring.server;

import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a control plane of one server begin with a snapshot, if its configuration names one and its
/// data directory holds no cluster yet. Several replicas do it together: see [SharedRestore].
final class FirstRestore {

    private static final Logger LOG = LoggerFactory.getLogger(FirstRestore.class);

    private FirstRestore() {}

    /// Nobody holds the data directory yet.
    static void settle(ControlPlaneSettings settings, ServerOptions options, Clock clock) {
        if (options.replicas().isEmpty()) {
            FirstSnapshot.of(settings).ifPresent(first -> settle(first, settings, options, clock));
        }
    }

    private static void settle(
            FirstSnapshot first,
            ControlPlaneSettings settings,
            ServerOptions options,
            Clock clock) {
        if (Files.isDirectory(options.dataDir())) {
            RestoreMark.requireNoneBut(
                    DataDirectory.peek(options.dataDir()), RestoreMark.first(first.url()));
        }
        if (RestoreTarget.isTaken(options.dataDir())) {
            return;
        }
        var place =
                new SnapshotPlace(
                        options.dataDir(),
                        Optional.of(options.config()),
                        options.binDir(),
                        Optional.of(settings.clusterName()));
        try (SnapshotStore store = first.store()) {
            SnapshotRestoration.Restored restored =
                    new SnapshotRestoration(place, clock).begin(store, first);
            LOG.info(
                    "cluster={} snapshot={} keys={} restored",
                    settings.clusterName(),
                    first.url(),
                    restored.info().keys());
            restored.notes().forEach(note -> LOG.warn("snapshot={} {}", first.url(), note));
        }
    }
}
