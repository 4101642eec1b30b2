package io.mooring.cli;

import io.mooring.syncer.names.HostNames;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "translate",
        description = "What things of a tenant are called in the host cluster.",
        mixinStandardHelpOptions = true,
        subcommands = TranslateCommand.Name.class)
final class TranslateCommand {

    @Command(
            name = "name",
            description = "The name in the host cluster of a tenant's object.",
            mixinStandardHelpOptions = true)
    static final class Name implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();

        @Option(names = "--name", required = true, description = "The object's name.")
        private String name = "";

        @Option(names = "--namespace", required = true, description = "The tenant's namespace.")
        private String namespace = "";

        @Option(names = "--cluster", required = true, description = "The virtual cluster's name.")
        private String cluster = "";

        @Override
        public Integer call() {
            String host = HostNames.of(name, namespace, cluster);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("name", name);
            fields.put("namespace", namespace);
            fields.put("cluster", cluster);
            fields.put("hostName", host);
            output.print(spec.commandLine().getOut(), fields, host);
            return 0;
        }
    }
}
