package io.mooring.cli;

import io.mooring.kube.KubeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster a command is about.
final class ClusterOption {

    @Option(names = "--kubeconfig", description = "A kubeconfig of the virtual cluster.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--data-dir",
            description = "The control plane's data directory, on its machine.")
    private @Nullable Path dataDir;

    KubeClient connect() {
        Path file = file();
        try {
            return KubeClient.fromKubeconfig(Files.readString(file));
        } catch (IOException e) {
            throw new CliException("reading the kubeconfig " + file + ": " + e);
        }
    }

    private Path file() {
        if (kubeconfig != null) {
            return kubeconfig;
        }
        if (dataDir != null) {
            return dataDir.resolve("kubeconfig/server.conf");
        }
        String fromEnvironment = System.getenv("KUBECONFIG");
        if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
            return Path.of(fromEnvironment);
        }
        throw new CliException("which cluster? give --kubeconfig or --data-dir, or set KUBECONFIG");
    }
}
