package io.mooring.server;

import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.ClusterBootstrap;
import io.mooring.bootstrap.ClusterBootstrapSpec;
import io.mooring.bootstrap.JoinEndpoint;
import io.mooring.bootstrap.JoinEndpointConfig;
import io.mooring.bootstrap.NodeCertificateApprover;
import io.mooring.bootstrap.TokenJanitor;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import io.mooring.pki.RotationReport;
import io.mooring.tunnel.PortRouter;
import io.mooring.tunnel.PortRouterConfig;
import io.mooring.tunnel.tls.TlsFiles;
import io.mooring.tunnel.TunnelServer;
import io.mooring.tunnel.TunnelServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running control plane: every part wired by hand, started as early as each may be, closed in the opposite order.
///
///     kine -> kube-apiserver -> (ready) -> scheduler, controller manager, cluster objects, certificate approval
///     join endpoint, tunnel, port router: at once; they serve as soon as the API server does
public final class ControlPlane implements AutoCloseable {

    static final int API_SERVER_PORT = 6443;
    private static final int HEALTH_PORT = 9443;
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final Duration STORE_LIMIT = Duration.ofSeconds(30);
    private static final Duration API_LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration ROTATION_CHECK = Duration.ofHours(24);

    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final Clock clock;
    private final Closing closing = new Closing();
    private final Readiness readiness = new Readiness();
    private final Children children;
    private volatile boolean objectsApplied;

    private ControlPlane(ControlPlaneSettings settings, DataDirectory data, Path binDir, Clock clock) {
        this.settings = settings;
        this.data = data;
        this.clock = clock;
        this.children = new Children(new UpstreamFlags(settings, data, binDir), clock);
    }

    /// Starts a control plane and returns when it is ready.
    ///
    /// @throws ServerException when it cannot be started; then nothing is left running
    public static ControlPlane start(ServerOptions options, Clock clock) {
        ControlPlaneSettings settings = ControlPlaneSettings.read(options);
        Children.requirePrograms(options.binDir());
        DataDirectory data = DataDirectory.open(options.dataDir().toAbsolutePath().normalize());
        var controlPlane = new ControlPlane(settings, data, options.binDir(), clock);
        controlPlane.closing.add("data directory", data);
        try {
            controlPlane.run(options);
            return controlPlane;
        } catch (RuntimeException | Error e) {
            controlPlane.close();
            throw e;
        }
    }

    /// Stops everything in order. Idempotent.
    @Override
    public void close() {
        closing.close();
    }

    private void run(ServerOptions options) {
        long started = System.nanoTime();
        readiness.add("cluster-objects", () -> objectsApplied ? "" : "not applied yet");
        closing.add("health socket", HealthServer.onSocket(readiness, this::metrics, data.run("health.sock")));
        issueCertificates();
        writeEgressSelection();
        closing.add("children", children);
        children.startStore(STORE_LIMIT);
        children.startApiServer();

        KubeClient kube = closing.add("kubernetes client", KubeClient.fromKubeconfig(serverKubeconfig()));
        var tokens = new BootstrapTokens(kube, clock, new SecureRandom());
        JoinEndpoint join = closing.add("join endpoint", JoinEndpoint.start(kube, tokens, joinConfig(options), clock));
        startNetwork(kube, join);
        closing.add("health port", HealthServer.onPort(readiness, this::metrics, new InetSocketAddress("127.0.0.1", HEALTH_PORT)));

        awaitApi(kube);
        children.startControllers();
        new ClusterBootstrap(kube).apply(clusterObjects());
        objectsApplied = true;
        closing.add("certificate approver", NodeCertificateApprover.start(kube, tokens, clock));
        closing.add("token janitor", TokenJanitor.start(kube, tokens));
        readiness.add("kube-apiserver", () -> apiProblem(kube));
        children.all().forEach(child -> readiness.add(child.name() + "-process", child::problem));
        closing.add("certificate rotation", Periodic.start("rotation", ROTATION_CHECK, this::rotate));
        LOG.info(
                "cluster={} endpoint={} ready_ms={} control plane is up",
                settings.clusterName(),
                settings.exposedEndpoint(),
                Duration.ofNanos(System.nanoTime() - started).toMillis());
    }

    private RotationReport issueCertificates() {
        return ClusterPki.ensure(
                data.pki(),
                data.kubeconfigs(),
                new PkiSpec(
                        settings.clusterName(),
                        settings.certificateNames(),
                        settings.exposedEndpoint(),
                        "127.0.0.1:" + API_SERVER_PORT,
                        settings.serviceIp(),
                        settings.clusterDomain()),
                clock);
    }

    private void rotate() {
        RotationReport report = issueCertificates();
        if (!report.isEmpty()) {
            LOG.info("cluster={} certificates reissued={}", settings.clusterName(), report.reissued());
            children.restartUsersOf(report);
        }
    }

    private void startNetwork(KubeClient kube, JoinEndpoint join) {
        var tls = TlsFiles.withoutClientCa(data.pki().resolve("tunnel.crt"), data.pki().resolve("tunnel.key"));
        var tunnelConfig = TunnelServerConfig.of(UUID.randomUUID().toString(), data.run("tunnel.sock"), tls);
        var apiServer = new InetSocketAddress("127.0.0.1", API_SERVER_PORT);
        try {
            TunnelServer tunnel = closing.add("tunnel", TunnelServer.start(tunnelConfig, new TunnelAccess(kube)));
            children.tunnelMetrics(() -> tunnel.metrics().render());
            closing.add(
                    "port router",
                    PortRouter.start(
                            PortRouterConfig.of(
                                    settings.listenAddress(),
                                    Optional.of(data.run("api.sock")),
                                    apiServer,
                                    Optional.of(new InetSocketAddress("127.0.0.1", join.port()))),
                            tunnel));
        } catch (IOException e) {
            throw new ServerException(
                    "listening on %s: %s; is another server running there?"
                            .formatted(settings.listenAddress(), cause(e)),
                    e);
        }
    }

    private JoinEndpointConfig joinConfig(ServerOptions options) {
        return new JoinEndpointConfig(
                0,
                data.pki().resolve("join.crt"),
                data.pki().resolve("join.key"),
                data.pki().resolve("ca.crt"),
                JoinScripts.of(settings)::script,
                NodeDownloads.of(options.binDir(), data.run("digests")));
    }

    private ClusterBootstrapSpec clusterObjects() {
        return new ClusterBootstrapSpec(
                settings.clusterName(),
                settings.exposedEndpoint(),
                settings.podReachableAddress(),
                settings.exposedPort(),
                read(data.pki().resolve("ca.crt")),
                ControlPlaneSettings.KUBERNETES_VERSION,
                settings.config().networking().podCIDR(),
                settings.config().networking().serviceCIDR(),
                settings.clusterDomain(),
                settings.clusterDns(),
                settings.config().privateNodes().kubelet().config());
    }

    private void writeEgressSelection() {
        String document =
                """
                apiVersion: apiserver.k8s.io/v1beta1
                kind: EgressSelectorConfiguration
                egressSelections:
                  - name: cluster
                    connection:
                      proxyProtocol: HTTPConnect
                      transport:
                        uds:
                          udsName: %s
                """
                        .formatted(data.run("tunnel.sock"));
        try {
            Files.writeString(data.file("egress.yaml"), document);
        } catch (IOException e) {
            throw new ServerException("writing " + data.file("egress.yaml") + ": " + e, e);
        }
    }

    private void awaitApi(KubeClient kube) {
        Await.until("kube-apiserver to be ready", API_LIMIT, POLL, () -> apiProblem(kube), children::fatalProblem);
    }

    private static String apiProblem(KubeClient kube) {
        try {
            return kube.rawGet("/readyz").equals("ok") ? "" : "/readyz does not say ok";
        } catch (KubeFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String metrics() {
        return children.metrics();
    }

    private String serverKubeconfig() {
        return read(data.kubeconfigs().resolve("server.conf"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ServerException("reading " + file + ": " + e.getMessage(), e);
        }
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : cause(cause);
    }

    List<ChildProcess> processes() {
        return children.all();
    }
}
