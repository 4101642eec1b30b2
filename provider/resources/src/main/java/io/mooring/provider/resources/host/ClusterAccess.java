package io.mooring.provider.resources.host;

import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeFailure;
import io.mooring.provider.resources.host.HealthSocket.Health;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The way from this machine to a control plane: what its files say, and whether it answers.
final class ClusterAccess {

    private static final Pattern SERVER = Pattern.compile("(?m)^(\\s*server:\\s*)\\S+$");

    private final KubeClients clients;

    ClusterAccess(KubeClients clients) {
        this.clients = clients;
    }

    /// One look at a control plane whose service runs.
    ClusterState look(ControlPlaneFiles files, int port) {
        switch (HealthSocket.readyz(files.healthSocket())) {
            case Health.Silent(String reason) -> {
                return new ClusterState.Down("the server does not answer yet (" + reason + ")");
            }
            case Health.NotReady(String reason) -> {
                return new ClusterState.Down(failing(reason));
            }
            case Health.Ready _ -> {
                return throughThePort(files, port);
            }
        }
    }

    private ClusterState throughThePort(ControlPlaneFiles files, int port) {
        Optional<String> kubeconfig = PrivateFiles.read(files.adminKubeconfig());
        if (kubeconfig.isEmpty() || !Files.exists(files.caCertificate())) {
            return new ClusterState.Down("the administrator's kubeconfig is not written yet");
        }
        String local = throughLoopback(kubeconfig.get(), port);
        try {
            String version = ApiLook.version(clients, local);
            return new ClusterState.Up(
                    new RunningCluster(
                            StandaloneLocalHost.NODE_ENDPOINT,
                            local,
                            caCertHash(files),
                            version,
                            OptionalInt.of(port)));
        } catch (KubeFailure e) {
            return new ClusterState.Down(
                    "the API does not answer on 127.0.0.1:" + port + ": " + e.getMessage());
        }
    }

    static String throughLoopback(String kubeconfig, int port) {
        return SERVER.matcher(kubeconfig).replaceAll("$1https://127.0.0.1:" + port);
    }

    static String caCertHash(ControlPlaneFiles files) {
        return CaHash.of(
                PrivateFiles.read(files.caCertificate())
                        .orElseThrow(() ->
                                new HostFailure.Unusable(
                                        "reading " + files.caCertificate() + ": it is not there")));
    }

    /// The checks that fail, out of a report that has a line for each check.
    static String failing(String report) {
        List<String> failing =
                report.lines()
                        .filter(line -> line.startsWith("[-]"))
                        .map(line -> line.substring("[-]".length()).replace("start failed: ", ""))
                        .toList();
        return failing.isEmpty()
                ? report.lines().findFirst().orElse(report)
                : String.join(", ", failing);
    }
}
