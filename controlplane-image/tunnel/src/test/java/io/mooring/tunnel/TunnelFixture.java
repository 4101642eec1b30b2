package io.mooring.tunnel;

import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// A tunnel server and a router on loopback, with as many real agents as a test starts.
final class TunnelFixture implements AutoCloseable {
    final Path directory;
    final Path socket;
    final TestCertificates certificates;
    final TunnelServer server;
    final PortRouter router;
    private final Deque<AutoCloseable> agents = new ArrayDeque<>();

    TunnelFixture(AgentAuthenticator authenticator, TunnelLimits limits, InetSocketAddress api)
            throws IOException, InterruptedException {
        directory = Files.createTempDirectory("mtun");
        socket = directory.resolve("t.sock");
        certificates = TestCertificates.in(directory.resolve("pki"));
        var loopback = new InetSocketAddress("127.0.0.1", 0);
        server =
                TunnelServer.start(
                        new TunnelServerConfig(
                                "server-1",
                                () -> 1,
                                List.of(ProxyStrategy.DEST_HOST, ProxyStrategy.DEFAULT),
                                FrontMode.ANY,
                                Optional.of(socket),
                                Optional.empty(),
                                certificates.server(),
                                Optional.of(loopback),
                                limits,
                                Keepalive.defaults(),
                                2),
                        authenticator);
        router =
                PortRouter.start(
                        PortRouterConfig.of(
                                loopback,
                                Optional.of(directory.resolve("r.sock")),
                                api,
                                Optional.empty()),
                        server);
    }

    static TunnelFixture open() throws IOException, InterruptedException {
        return new TunnelFixture(
                _ -> AgentIdentity.Accepted.anyNode(),
                TunnelLimits.defaults().withDialDeadline(Duration.ofSeconds(8)),
                new InetSocketAddress("127.0.0.1", 1));
    }

    /// Starts an agent that comes through the exposed port, and waits until it is connected.
    RealAgent agent(String id, String... more) throws IOException {
        var before = server.agents();
        var flags = java.util.Arrays.copyOf(more, more.length + 1);
        flags[more.length] = "--alpn-proto=" + PortRouter.TUNNEL_PROTOCOL;
        var agent = RealAgent.start(directory, certificates, router.address(), id, flags);
        agents.push(agent);
        awaitAgents(before + 1);
        return agent;
    }

    void awaitAgents(int count) {
        Awaitility.await("agents connected")
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> server.agents() == count);
    }

    @Override
    public void close() throws Exception {
        while (!agents.isEmpty()) {
            agents.pop().close();
        }
        router.close();
        server.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
