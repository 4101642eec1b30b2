package io.mooring.cli;

import io.mooring.api.InvalidConfigException;
import io.mooring.bootstrap.BootstrapException;
import io.mooring.etcd.EtcdFailure;
import io.mooring.kube.KubeFailure;
import io.mooring.pki.PkiException;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.server.ServerException;
import io.mooring.snapshot.SnapshotException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
        synopsisSubcommandLabel = "COMMAND")
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
        return commandLine(arguments).execute(arguments);
    }

    /// Knows only the command that the arguments name, if they name one: loading the others takes
    /// time.
    static CommandLine commandLine(String... arguments) {
        var main = new Main();
        var line = new CommandLine(main);
        Map<String, Supplier<Object>> commands = commands();
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<Object> named = commands.get(first);
        if (named != null) {
            line.addSubcommand(first, named.get());
        } else {
            commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, failed, _) -> main.report(failure, failed));
    }

    private static Map<String, Supplier<Object>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("server", ServerCommand::new);
        commands.put("tunnel-server", TunnelServerCommand::line);
        commands.put("validate", ValidateCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("node", NodeCommand::new);
        commands.put("snapshot", SnapshotCommand::new);
        commands.put("autoscaler", AutoscalerCommand::new);
        commands.put("translate", TranslateCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("connect", ConnectCommand::new);
        commands.put("pause", PauseCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("version", VersionCommand::new);
        return commands;
    }

    private int report(Exception failure, CommandLine line) {
        String text =
                switch (failure) {
                    case InvalidConfigException invalid -> Texts.problems(invalid);
                    case ServerException _,
                            KubeFailure _,
                            BootstrapException _,
                            PkiException _,
                            SnapshotException _,
                            EtcdFailure _,
                            HostFailure _,
                            CliException _ ->
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
