package io.mooring.cli;

import io.mooring.provider.resources.host.kubernetes.PodRestore;
import io.mooring.provider.resources.host.kubernetes.PodRestore.Restored;
import io.mooring.server.SnapshotRestoration;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A restore into a control plane that is in a host cluster, if one is meant.
final class HostedRestore {

    @Mixin private HostClusterOption host = new HostClusterOption();

    @Option(
            names = "--timeout",
            defaultValue = "10m",
            paramLabel = "DURATION",
            description = "In a host cluster: how long it may take (default: ${DEFAULT-VALUE}).")
    private String timeout = "10m";

    /// What was restored, and what came of it.
    record Outcome(SnapshotInfo info, Restored restored, String namespace) {}

    boolean isMeant() {
        return host.isGiven();
    }

    /// Nothing is stopped before all of the snapshot has been looked through.
    ///
    /// @param err where it says what it waits for
    Outcome restore(
            String cluster, Path file, Passphrase passphrase, boolean force, PrintWriter err) {
        var place = host.place(cluster);
        var restore = new PodRestore(place, cluster);
        var waiting = new Waiting(err, Clock.systemUTC(), Durations.parse(timeout));
        String config = restore.config(force);
        SnapshotInfo info =
                SnapshotRestoration.requireFit(
                        "restoring into control plane %s in %s".formatted(cluster, place),
                        file,
                        passphrase,
                        config);
        Restored restored =
                restore.restore(
                        passphrase.reveal(), file, force, Clock.systemUTC().instant(), waiting);
        return new Outcome(info, restored, place.namespace());
    }
}
