package io.mooring.cli;

import io.mooring.api.InvalidConfigException;
import io.mooring.kube.KubeFailure;
import io.mooring.server.ServerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command line's entry.
@Command(
        name = "mooring",
        description = "Virtual Kubernetes clusters with private nodes.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServerCommand.class,
            ValidateCommand.class,
            TokenCommand.class,
            NodeCommand.class,
            ListCommand.class,
            ConnectCommand.class,
            DoctorCommand.class,
            VersionCommand.class
        })
public final class Main {

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean debug;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        var main = new Main();
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, _) -> main.report(failure, line))
                .execute(arguments);
    }

    private int report(Exception failure, CommandLine line) {
        String text =
                switch (failure) {
                    case InvalidConfigException invalid -> Texts.problems(invalid);
                    case ServerException _, KubeFailure _, CliException _ ->
                            String.valueOf(failure.getMessage());
                    case IllegalArgumentException bad -> String.valueOf(bad.getMessage());
                    default -> failure.toString();
                };
        line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + text);
        if (debug) {
            failure.printStackTrace(line.getErr());
        }
        return 1;
    }
}
