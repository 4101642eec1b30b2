package io.mooring.cli;

import io.mooring.provider.resources.host.PausedCluster;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "pause",
        description = {
            "Stop a control plane of this machine, or one in a host cluster or a container engine, and keep its state.",
            "Pods on nodes of a host cluster end as well; nodes of its own run on without it."
        },
        mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private PausedOption cluster = new PausedOption();

    @Override
    public Integer call() {
        PausedCluster paused =
                cluster.place()
                        .pause(
                                cluster.name(),
                                Clock.systemUTC().instant(),
                                cluster.waiting(spec.commandLine().getErr()));
        Map<String, Object> row = cluster.row("paused");
        row.put("since", paused.since());
        row.put("replicas", paused.replicas());
        row.put("workloads", paused.workloads());
        output.print(spec.commandLine().getOut(), row, text(paused));
        return 0;
    }

    private String text(PausedCluster paused) {
        String stopped =
                cluster.isHosted()
                        ? "; of its tenant's pods on the host, %d ended"
                                .formatted(paused.workloads())
                        : "";
        return "%s is paused since %s%s. Nodes of its own run on. To start it again: %s"
                .formatted(cluster.inWords(), paused.since(), stopped, cluster.command("resume"));
    }
}
