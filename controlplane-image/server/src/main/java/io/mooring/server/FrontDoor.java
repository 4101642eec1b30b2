package io.mooring.server;

import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.JoinEndpoint;
import io.mooring.bootstrap.JoinEndpointConfig;
import io.mooring.identity.MachineIdentities;
import io.mooring.kube.KubeClient;
import io.mooring.server.StandaloneTunnelOptions.Count;
import io.mooring.server.StandaloneTunnelOptions.ServerLeases;
import io.mooring.tunnel.PortRouter;
import io.mooring.tunnel.PortRouterConfig;
import io.mooring.tunnel.TunnelServer;
import io.mooring.tunnel.TunnelServerConfig;
import io.mooring.tunnel.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/// All that listens for nodes and users: the one exposed port, and behind it the join endpoint and
/// the tunnel.
///
/// [#reopen] takes new certificates into use; nodes dial again by themselves. Closed by its owner.
final class FrontDoor implements AutoCloseable {

    /// Where agents, told to by the join script, count the servers as well.
    private static final ServerLeases SERVERS =
            new ServerLeases("kube-system", "k8s-app=konnectivity-server", Count.LEASES);

    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final Path binDir;
    private final Clock clock;
    private final KubeClient kube;
    private final BootstrapTokens tokens;

    private final MachineIdentities identities;
    private final Optional<ServerLeases> leases;

    // guarded by this
    private Optional<LeaseController> lease = Optional.empty();
    // guarded by this
    private Closing parts = new Closing();
    private int joinPort;
    private volatile Optional<TunnelServer> tunnel = Optional.empty();

    FrontDoor(
            ControlPlaneSettings settings,
            DataDirectory data,
            Path binDir,
            Clock clock,
            KubeClient kube,
            BootstrapTokens tokens) {
        this.settings = settings;
        this.data = data;
        this.binDir = binDir;
        this.clock = clock;
        this.kube = kube;
        this.tokens = tokens;
        this.identities = NodeIdentities.of(settings.config().privateNodes(), clock);
        this.leases = settings.isReplicated() ? Optional.of(SERVERS) : Optional.empty();
    }

    /// Starts what lies behind the exposed port.
    synchronized void open() {
        JoinEndpoint join =
                parts.add("join endpoint", JoinEndpoint.start(kube, tokens, joinConfig(), clock));
        String serverId = UUID.randomUUID().toString();
        lease = leases.map(shared -> new LeaseController(kube, shared, serverId, clock));
        try {
            TunnelServer started =
                    parts.add(
                            "tunnel",
                            TunnelServer.start(
                                    tunnelConfig(serverId), TunnelAccess.ofJoinedNodes(kube)));
            tunnel = Optional.of(started);
            joinPort = join.port();
        } catch (IOException e) {
            throw new ServerException("starting the tunnel: " + cause(e), e);
        }
    }

    /// Opens the exposed port; not before the API is ready, since an API server that still starts
    /// forbids what it then allows.
    synchronized void expose() {
        try {
            parts.add(
                    "port router", PortRouter.start(routerConfig(joinPort), tunnel.orElseThrow()));
        } catch (IOException e) {
            throw new ServerException(
                    "listening on %s: %s; is another server running there?"
                            .formatted(settings.listenAddress(), cause(e)),
                    e);
        }
        lease.ifPresent(shared ->
                parts.add("tunnel lease", shared).start(tunnel.orElseThrow().metrics().leases()));
    }

    synchronized void reopen() {
        close();
        open();
        expose();
    }

    String metrics() {
        return tunnel.map(open -> open.metrics().render()).orElse("");
    }

    @Override
    public synchronized void close() {
        tunnel = Optional.empty();
        parts.close();
        parts = new Closing();
    }

    private JoinEndpointConfig joinConfig() {
        return new JoinEndpointConfig(
                0,
                data.pki().resolve("join.crt"),
                data.pki().resolve("join.key"),
                data.pki().resolve("ca.crt"),
                identities,
                JoinScripts.of(settings)::script,
                NodeDownloads.of(binDir, data.run("digests")));
    }

    private TunnelServerConfig tunnelConfig(String serverId) {
        var tls =
                TlsFiles.withoutClientCa(
                        data.pki().resolve("tunnel.crt"), data.pki().resolve("tunnel.key"));
        var alone = TunnelServerConfig.of(serverId, data.run("tunnel.sock"), tls);
        return lease.map(shared -> alone.withServerCount(shared::servers)).orElse(alone);
    }

    private PortRouterConfig routerConfig(int joinPort) {
        return PortRouterConfig.of(
                settings.listenAddress(),
                Optional.of(data.run("api.sock")),
                ControlPlane.API_SERVER,
                Optional.of(new InetSocketAddress(ControlPlane.LOOPBACK, joinPort)));
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : cause(cause);
    }
}
