package io.mooring.cli;

import io.mooring.provider.resources.host.RunningCluster;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "resume",
        description = "Start a control plane that mooring pause has stopped, and wait for it.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private PausedOption cluster = new PausedOption();

    @Override
    public Integer call() {
        RunningCluster running =
                cluster.place()
                        .resume(cluster.name(), cluster.waiting(spec.commandLine().getErr()));
        Map<String, Object> row = cluster.row("ready");
        // nodes of this machine have a network of their own
        String endpoint =
                running.localPort().isPresent()
                        ? "https://127.0.0.1:" + running.localPort().getAsInt()
                        : running.endpoint();
        row.put("endpoint", endpoint);
        row.put("version", running.version());
        output.print(
                spec.commandLine().getOut(),
                row,
                "%s is ready at %s".formatted(cluster.inWords(), endpoint));
        return 0;
    }
}
