package io.mooring.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "connect",
        description = "Print how to reach a virtual cluster of this machine.",
        mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "The cluster, as mooring list shows it.")
    private String name = "";

    @Override
    public Integer call() {
        Path dataDir = Installed.CLUSTERS.resolve(name);
        Path kubeconfig = dataDir.resolve("service/kubeconfig");
        if (!Files.isReadable(kubeconfig)) {
            kubeconfig = dataDir.resolve("kubeconfig/admin.conf");
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new CliException(
                    "connecting to "
                            + name
                            + ": no such cluster on this machine; see mooring list");
        }
        output.print(
                spec.commandLine().getOut(),
                Map.of(
                        "name",
                        name,
                        "kubeconfig",
                        kubeconfig.toString(),
                        "state",
                        Installed.state(dataDir)),
                "export KUBECONFIG=" + kubeconfig);
        return 0;
    }
}
