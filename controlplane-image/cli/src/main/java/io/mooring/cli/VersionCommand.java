package io.mooring.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.Map;
import java.util.concurrent.Callable;

@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    static final String VERSION = "0.1.0";
    static final String KUBERNETES = "v1.34.4";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        output.print(
                spec.commandLine().getOut(),
                Map.of("version", VERSION, "kubernetes", KUBERNETES),
                "mooring " + VERSION + " (Kubernetes " + KUBERNETES + ")");
        return 0;
    }

    static final class Provider implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {VERSION};
        }
    }
}
