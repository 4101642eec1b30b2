package io.mooring.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/// A tunnel server beside a local cluster's control plane and upstream's agent on one of its nodes,
/// both with the command line that upstream documents. Closing kills both.
record TunnelCell(Running server, Running agent, LocalCluster cluster, int healthPort)
        implements AutoCloseable {

    /// Which program serves.
    enum Server {
        OURS(Tree.launcher("mooring"), "tunnel-server"),
        UPSTREAM(Tree.upstream("konnectivity-server"));

        private final List<String> command;

        Server(String... command) {
            this.command = List.of(command);
        }
    }

    /// How kube-apiserver comes to the tunnel server.
    enum Leg {
        GRPC_SOCKET("grpc"),
        CONNECT_SOCKET("http-connect"),
        CONNECT_MTLS("http-connect");

        private final String mode;

        Leg(String mode) {
            this.mode = mode;
        }

        private List<String> flags(LocalCluster cluster, Path directory, int port) {
            return this == CONNECT_MTLS
                    ? List.of(
                            "--server-bind-address=127.0.0.1",
                            "--server-port=" + port,
                            "--server-ca-cert=" + cluster.pki("ca.crt"),
                            "--server-cert=" + cluster.pki("tunnel.crt"),
                            "--server-key=" + cluster.pki("tunnel.key"))
                    : List.of("--server-port=0", "--uds-name=" + socket(directory));
        }

        private static Path socket(Path directory) {
            return directory.resolve("front.sock");
        }

        /// The `connection` of an egress selection that leads to a server started with this leg.
        String connection(LocalCluster cluster, Path directory) {
            if (this == CONNECT_MTLS) {
                return """
                proxyProtocol: HTTPConnect
                transport:
                  tcp:
                    url: https://127.0.0.1:%d
                    tlsConfig:
                      caBundle: %s
                      clientCert: %s
                      clientKey: %s
                """
                        .formatted(
                                FRONT_PORT,
                                cluster.pki("ca.crt"),
                                cluster.pki("apiserver-kubelet-client.crt"),
                                cluster.pki("apiserver-kubelet-client.key"));
            }
            return """
            proxyProtocol: %s
            transport:
              uds:
                udsName: %s
            """
                    .formatted(this == GRPC_SOCKET ? "GRPC" : "HTTPConnect", socket(directory));
        }
    }

    private static final int FRONT_PORT = 8131;
    private static final int AGENT_PORT = 8132;
    private static final int HEALTH_PORT = 8134;
    private static final String AUDIENCE = "system:konnectivity-server";
    private static final String ADDRESS = "10.76.0.2";

    /// Starts both and waits until the agent is connected.
    static TunnelCell start(
            LocalCluster cluster, Path directory, Server which, Leg leg, String node, Path token) {
        var serving = new ArrayList<>(which.command);
        serving.addAll(leg.flags(cluster, directory, FRONT_PORT));
        serving.addAll(
                List.of(
                        "--mode=" + leg.mode,
                        "--cluster-cert=" + cluster.pki("tunnel.crt"),
                        "--cluster-key=" + cluster.pki("tunnel.key"),
                        "--agent-port=" + AGENT_PORT,
                        "--admin-port=8133",
                        "--health-port=" + HEALTH_PORT,
                        "--agent-namespace=kube-system",
                        "--agent-service-account=konnectivity-agent",
                        "--authentication-audience=" + AUDIENCE,
                        "--kubeconfig=" + cluster.data().resolve("kubeconfig/server.conf")));
        Running server = Running.start(directory, "server", cluster.besideControlPlane(serving));
        var connecting =
                List.of(
                        Tree.upstream("konnectivity-agent"),
                        "--agent-id=cell",
                        "--ca-cert=" + cluster.pki("ca.crt"),
                        "--proxy-server-host=" + ADDRESS,
                        "--proxy-server-port=" + AGENT_PORT,
                        "--service-account-token-path=" + token,
                        "--sync-interval=200ms",
                        "--sync-interval-cap=400ms",
                        "--admin-server-port=8233",
                        "--health-server-host=127.0.0.1",
                        "--health-server-port=8234");
        Running agent = Running.start(directory, "agent", cluster.onNode(node, connecting));
        var cell = new TunnelCell(server, agent, cluster, HEALTH_PORT);
        try {
            Awaitility.await("an agent at " + which + ", see " + directory)
                    .atMost(Duration.ofMinutes(3))
                    .failFast("a program has ended", () -> !server.alive() || !agent.alive())
                    .until(() -> cell.page("/readyz").equals("ok"));
        } catch (RuntimeException e) {
            cell.close();
            throw e;
        }
        return cell;
    }

    /// A token that lets agents in at any of these servers.
    static Path token(Kubectl kubectl, Path directory) throws java.io.IOException {
        String token =
                kubectl.get(
                        "create",
                        "token",
                        "konnectivity-agent",
                        "--namespace=kube-system",
                        "--audience=" + AUDIENCE);
        return Files.writeString(directory.resolve("agent.token"), token);
    }

    /// What the server's health port answers.
    String page(String path) {
        var url = "http://127.0.0.1:" + healthPort + path;
        return Command.in(Path.of("/"))
                .run(cluster.besideControlPlane(List.of("curl", "-s", "--max-time", "5", url)))
                .output();
    }

    @Override
    public void close() {
        agent.close();
        server.close();
    }
}
