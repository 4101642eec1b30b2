package io.mooring.cli;

import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.kubernetes.HostCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which host cluster a command is about, if it is about one.
final class HostClusterOption {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

    @Option(
            names = "--kubeconfig",
            description =
                    "A kubeconfig of the host cluster, - for what comes in (default: what KUBECONFIG names, or ~/.kube/config).")
    private @Nullable Path kubeconfig;

    // what came in, which comes once
    private @Nullable String text;

    @Option(names = "--context", description = "The context in it, if not its current one.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            description = "The namespace in the host cluster.")
    private @Nullable String namespace;

    /// Whether any of them is given: without, a command is about this machine.
    boolean isGiven() {
        return kubeconfig != null || context != null || namespace != null;
    }

    /// The options that lead another command to the same place, for a shell.
    ///
    /// @param otherwise the namespace when none is given
    String inShell(String otherwise) {
        var options = new StringBuilder();
        if (kubeconfig != null) {
            options.append(" --kubeconfig ").append(Texts.quoted(kubeconfig.toString()));
        }
        if (context != null) {
            options.append(" --context ").append(Texts.quoted(context));
        }
        return options.append(" --namespace ")
                .append(Texts.quoted(namespace == null ? otherwise : namespace))
                .toString();
    }

    /// @param otherwise the namespace when none is given
    HostCluster place(String otherwise) {
        try {
            return HostCluster.of(
                    new KubeClients(CALL_LIMIT),
                    kubeconfig == null ? Optional.empty() : Optional.of(read(kubeconfig)),
                    Optional.ofNullable(context),
                    namespace == null ? otherwise : namespace);
        } catch (HostFailure e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private String read(Path file) {
        try {
            if (text == null) {
                text =
                        file.toString().equals("-")
                                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                                : Files.readString(file);
            }
            return text;
        } catch (IOException e) {
            throw new CliException("reading the kubeconfig " + file + ": " + e);
        }
    }
}
