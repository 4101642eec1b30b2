package io.mooring.cli.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs started in the network namespace of a [RealServer]: a tunnel server of its own and
/// upstream's agents. Closing kills them.
public final class TunnelBeside implements AutoCloseable {

    private static final String ADDRESS = "10.76.0.2";
    private static final int PORT = 8132;
    private static final int HEALTH = 8134;

    private final RealServer cluster;
    private final Path directory;
    private final Deque<Process> processes = new ArrayDeque<>();

    public TunnelBeside(RealServer cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
    }

    /// Starts `mooring tunnel-server`, which asks the cluster's API about tokens; tells its log.
    public Path server(String... flags) throws IOException {
        Path pki = cluster.dataDir().resolve("pki");
        var arguments =
                new ArrayList<>(
                        List.of(
                                "tunnel-server",
                                "--server-port=0",
                                "--uds-name=" + directory.resolve("t.sock"),
                                "--cluster-cert=" + pki.resolve("tunnel.crt"),
                                "--cluster-key=" + pki.resolve("tunnel.key"),
                                "--agent-port=" + PORT,
                                "--admin-port=8133",
                                "--health-port=" + HEALTH,
                                "--kubeconfig="
                                        + cluster.dataDir().resolve("kubeconfig/server.conf")));
        arguments.addAll(List.of(flags));
        return start("tunnel", RealServer.mooring(arguments.toArray(String[]::new)));
    }

    /// Starts upstream's agent with a token; tells its log.
    public Path agent(String id, String token, String identifiers) throws IOException {
        Path file = Files.writeString(directory.resolve(id + ".token"), token);
        int port = 8200 + 2 * processes.size();
        return start(
                id,
                List.of(
                        RealServer.binaries().resolve("konnectivity-agent").toString(),
                        "--v=1",
                        "--agent-id=" + id,
                        "--agent-identifiers=" + identifiers,
                        "--ca-cert=" + cluster.dataDir().resolve("pki/ca.crt"),
                        "--proxy-server-host=" + ADDRESS,
                        "--proxy-server-port=" + PORT,
                        "--service-account-token-path=" + file,
                        "--admin-server-port=" + port,
                        "--health-server-port=" + (port + 1)));
    }

    private Path start(String name, List<String> command) throws IOException {
        var inside = new ArrayList<>(List.of("nsenter", namespace()));
        inside.addAll(command);
        Path log = Files.createTempFile(directory, name, ".log");
        processes.push(
                new ProcessBuilder(inside)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        return log;
    }

    /// What the tunnel server's health port answers.
    public String get(String path) {
        return RealServer.Finished.of(
                        List.of(
                                "nsenter",
                                namespace(),
                                "curl",
                                "-s",
                                "--max-time",
                                "5",
                                "http://127.0.0.1:" + HEALTH + path))
                .output();
    }

    private String namespace() {
        return "--net=/proc/" + cluster.pid() + "/ns/net";
    }

    /// Tells the program that was started first to end, and its exit code.
    public int terminateFirst() throws InterruptedException {
        Process first = processes.getLast();
        first.destroy();
        return first.waitFor(30, TimeUnit.SECONDS) ? first.exitValue() : -1;
    }

    @Override
    public void close() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }
}
