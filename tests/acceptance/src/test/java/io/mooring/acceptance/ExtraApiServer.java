package io.mooring.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/// One more kube-apiserver over a local cluster's data: as the one that runs, but for its port and
/// for how it reaches nodes. Closing kills it.
record ExtraApiServer(Running running, int port, Kubectl kubectl) implements AutoCloseable {

    /// @param connection the `connection` of the egress selection, as YAML of four spaces less
    static ExtraApiServer launch(LocalCluster cluster, Path directory, int port, String connection)
            throws IOException {
        Path egress =
                Files.writeString(
                        directory.resolve("egress-" + port + ".yaml"),
                        """
                        apiVersion: apiserver.k8s.io/v1beta1
                        kind: EgressSelectorConfiguration
                        egressSelections:
                          - name: cluster
                            connection:
                        %s
                        """
                                .formatted(connection.indent(6).stripTrailing()));
        var command = new ArrayList<>(List.of("env", "GOGC=400"));
        for (String word : commandLine(cluster.process("kube-apiserver"))) {
            if (!word.startsWith("--secure-port=")
                    && !word.startsWith("--egress-selector-config-file=")) {
                command.add(word);
            }
        }
        command.add("--secure-port=" + port);
        command.add("--egress-selector-config-file=" + egress);
        Running running =
                Running.start(directory, "kube-apiserver", cluster.besideControlPlane(command));
        return new ExtraApiServer(running, port, cluster.kubectlBeside(port));
    }

    private static List<String> commandLine(ProcessHandle process) throws IOException {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        return List.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    }

    ExtraApiServer awaitReady() {
        Awaitility.await("kube-apiserver, see " + running.log())
                .atMost(Duration.ofMinutes(2))
                .failFast("kube-apiserver has ended", () -> !running.alive())
                .until(() -> kubectl.run("get", "--raw", "/readyz").output().equals("ok"));
        return this;
    }

    /// Waits for its end; what it has printed.
    String awaitEnd() throws IOException {
        running.exitCode();
        return running.output();
    }

    @Override
    public void close() {
        running.close();
    }
}
