package io.mooring.cli;

import io.mooring.api.KubernetesVersion;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    static final String VERSION = "0.1.0";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        output.print(
                spec.commandLine().getOut(),
                Map.of("version", VERSION, "kubernetes", KubernetesVersion.BUILT),
                "mooring " + VERSION + " (Kubernetes " + KubernetesVersion.BUILT + ")");
        return 0;
    }

    static final class Provider implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {VERSION};
        }
    }
}
