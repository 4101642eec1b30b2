package io.mooring.acceptance.server;

import io.mooring.acceptance.Running;
import io.mooring.acceptance.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Programs started in the network namespace of a [RealServer]: tunnel servers of their own and
/// upstream's agents. Closing kills them.
final class TunnelBeside implements AutoCloseable {

    private static final String ADDRESS = "10.76.0.2";
    private static final int PORT = 8132;
    private static final int HEALTH = 8134;
    private static final int APART = 1000;

    private final RealServer cluster;
    private final Path directory;
    private final Deque<Running> processes = new ArrayDeque<>();

    TunnelBeside(RealServer cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
    }

    /// Starts `mooring tunnel-server`, which asks the cluster's API about tokens; tells its log.
    Path server(String... flags) {
        return server(0, flags);
    }

    /// Starts one of several.
    Path server(int number, String... flags) {
        int more = number * APART;
        Path pki = cluster.dataDir().resolve("pki");
        var arguments =
                new ArrayList<>(
                        List.of(
                                "tunnel-server",
                                "--server-port=0",
                                "--uds-name=" + directory.resolve("t" + number + ".sock"),
                                "--cluster-cert=" + pki.resolve("tunnel.crt"),
                                "--cluster-key=" + pki.resolve("tunnel.key"),
                                "--agent-port=" + (PORT + more),
                                "--admin-port=" + (PORT + 1 + more),
                                "--health-port=" + (HEALTH + more),
                                "--kubeconfig="
                                        + cluster.dataDir().resolve("kubeconfig/server.conf")));
        arguments.addAll(List.of(flags));
        return start("tunnel", RealServer.mooring(arguments.toArray(String[]::new)));
    }

    /// Listens on a port that leads to so many servers by turns, as a load balancer does.
    int relay(int servers) {
        int port = PORT - 1;
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-cp",
                                classes(),
                                TurnRelay.class.getName(),
                                Integer.toString(port)));
        for (int number = 0; number < servers; number++) {
            command.add(Integer.toString(PORT + number * APART));
        }
        start("relay", command);
        return port;
    }

    private static String classes() {
        return TurnRelay.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /// Starts upstream's agent with a token; tells its log.
    Path agent(String id, String token, String identifiers) throws IOException {
        return agent(id, token, identifiers, PORT);
    }

    /// Starts it with another port to go to.
    Path agent(String id, String token, String identifiers, int serverPort) throws IOException {
        Path file = Files.writeString(directory.resolve(id + ".token"), token);
        int port = 8200 + 2 * processes.size();
        return start(
                id,
                List.of(
                        Tree.upstream("konnectivity-agent"),
                        "--v=1",
                        "--agent-id=" + id,
                        "--agent-identifiers=" + identifiers,
                        "--ca-cert=" + cluster.dataDir().resolve("pki/ca.crt"),
                        "--proxy-server-host=" + ADDRESS,
                        "--proxy-server-port=" + serverPort,
                        "--service-account-token-path=" + file,
                        "--admin-server-port=" + port,
                        "--health-server-port=" + (port + 1)));
    }

    private Path start(String name, List<String> command) {
        Running program = cluster.startBeside(directory, name, command);
        processes.push(program);
        return program.log();
    }

    /// What the tunnel server's health port answers.
    String get(String path) {
        return get(0, path);
    }

    /// What that of one of several answers.
    String get(int number, String path) {
        return cluster.runBeside(
                        List.of(
                                "curl",
                                "-s",
                                "--max-time",
                                "5",
                                "http://127.0.0.1:" + (HEALTH + number * APART) + path))
                .output();
    }

    /// Tells the program that was started first to end, and its exit code.
    int terminateFirst() {
        return processes.getLast().terminate();
    }

    @Override
    public void close() {
        processes.forEach(Running::close);
    }
}
