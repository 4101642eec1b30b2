package io.mooring.cli;

import io.mooring.provider.resources.host.docker.ContainerSnapshot;
import io.mooring.provider.resources.host.kubernetes.PodSnapshot;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.ReceivedSnapshot;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A snapshot of a control plane that is in a host cluster or a container engine, if one is meant.
final class HostedSnapshot {

    @Mixin private HostClusterOption host = new HostClusterOption();
    @Mixin private EngineOption engine = new EngineOption();

    @Option(
            names = "--timeout",
            defaultValue = "10m",
            paramLabel = "DURATION",
            description =
                    "In a host cluster or a container engine: how long it may take (default: ${DEFAULT-VALUE}).")
    private String timeout = "10m";

    boolean isMeant() {
        return host.isGiven() || engine.isGiven();
    }

    ReceivedSnapshot.Source of(String cluster, Passphrase passphrase) {
        if (engine.isGiven()) {
            var made = new ContainerSnapshot(engine.place(host), cluster);
            return out -> made.write(passphrase.reveal(), out, Durations.parse(timeout));
        }
        var made = new PodSnapshot(host.place(cluster), cluster);
        return out -> made.write(passphrase.reveal(), out, Durations.parse(timeout));
    }
}
