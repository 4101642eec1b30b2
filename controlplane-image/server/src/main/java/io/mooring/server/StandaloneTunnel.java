package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.server.StandaloneTunnelOptions.Count;
import io.mooring.tunnel.AgentAuthenticator;
import io.mooring.tunnel.AgentIdentity;
import io.mooring.tunnel.TunnelServer;
import io.mooring.tunnel.TunnelServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/// The tunnel server alone, in the place of upstream's: tunnel, health port and admin port.
///
/// Started by [#start]; whoever started it closes it, which ends every connection.
public final class StandaloneTunnel implements AutoCloseable {

    private final StandaloneTunnelOptions options;
    private final Closing closing = new Closing();
    private final TunnelServer tunnel;

    private StandaloneTunnel(StandaloneTunnelOptions options, Clock clock) {
        this.options = options;
        var kube = options.kubeconfig().map(file -> closing.add("client", client(file)));
        var leases =
                options.leases()
                        .map(settings ->
                                closing.add(
                                        "leases",
                                        new LeaseController(
                                                kube.orElseThrow(),
                                                settings,
                                                options.tunnel().serverId(),
                                                clock)));
        var counted = options.leases().filter(s -> s.counted() == Count.LEASES);
        var config =
                counted.isPresent()
                        ? options.tunnel().withServerCount(leases.orElseThrow()::servers)
                        : options.tunnel();
        this.tunnel = closing.add("tunnel", start(config, authenticator(kube)));
        pages("health", options.health(), this::health);
        pages("admin", options.admin(), this::admin);
        leases.ifPresent(controller -> controller.start(tunnel.metrics().leases()));
    }

    /// Starts listening wherever the options say.
    ///
    /// @throws ServerException when that cannot be; then nothing is left running
    public static StandaloneTunnel start(StandaloneTunnelOptions options, Clock clock) {
        return new StandaloneTunnel(options, clock);
    }

    private static KubeClient client(Path kubeconfig) {
        try {
            return KubeClient.fromKubeconfig(Files.readString(kubeconfig));
        } catch (IOException e) {
            throw new ServerException("reading " + kubeconfig + ": " + e, e);
        } catch (IllegalArgumentException e) {
            throw new ServerException("reading " + kubeconfig + ": " + e.getMessage(), e);
        }
    }

    /// Without tokens the agents' certificates decide, which TLS has verified.
    private AgentAuthenticator authenticator(Optional<KubeClient> kube) {
        return options.agents()
                .<AgentAuthenticator>map(agents -> new TunnelAccess(kube.orElseThrow(), agents))
                .orElse(_ -> AgentIdentity.Accepted.anyNode());
    }

    private TunnelServer start(TunnelServerConfig config, AgentAuthenticator authenticator) {
        try {
            return TunnelServer.start(config, authenticator);
        } catch (IOException e) {
            closing.close();
            throw new ServerException("starting the tunnel: " + e.getMessage(), e);
        }
    }

    private void pages(String name, InetSocketAddress address, Function<String, Page> pages) {
        if (address.getPort() == 0) {
            return;
        }
        try {
            closing.add(name, PageServer.onPort(name, pages, address));
        } catch (IOException e) {
            closing.close();
            throw new ServerException(
                    "listening on %s for --%s-port: %s; is another server running?"
                            .formatted(address, name, e.getMessage()),
                    e);
        }
    }

    private Page health(String path) {
        return switch (path) {
            case "/healthz" -> Page.ok("ok");
            case "/readyz", "/ready" ->
                    tunnel.ready()
                            ? Page.ok("ok")
                            : new Page(500, "no connection to any proxy agent");
            case "/metrics" -> Page.ok(tunnel.metrics().render());
            default -> new Page(404, "there is /healthz, /readyz and /metrics\n");
        };
    }

    private Page admin(String path) {
        return path.equals("/metrics")
                ? Page.ok(tunnel.metrics().render())
                : new Page(404, "there is /metrics; profile a JVM with jcmd and jfr\n");
    }

    /// Takes no more connections and waits, up to the options' limit, until those that are open
    /// have ended.
    public void drain() throws InterruptedException {
        tunnel.drain(options.stopWithin());
    }

    @Override
    public void close() {
        closing.close();
    }
}
