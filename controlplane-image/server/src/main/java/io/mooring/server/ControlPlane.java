package io.mooring.server;

import io.mooring.addons.Addon;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.ClusterBootstrapSpec;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.PodIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running control plane: every part wired by hand, started as early as each may be, closed in the opposite order.
///
///     data store -> kube-apiserver -> (serves) -> scheduler, controller manager
///                            -> (ready)  -> cluster objects, certificate approval, add-ons, syncer or auto nodes
///             join endpoint, tunnel: while kube-apiserver starts; exposed once it is ready
public final class ControlPlane implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    static final InetSocketAddress API_SERVER = new InetSocketAddress(LOOPBACK, 6443);
    private static final InetSocketAddress HEALTH = new InetSocketAddress(LOOPBACK, 9443);
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final String ONLY_REPLICA = "server";
    private static final Duration STORE_LIMIT = Duration.ofSeconds(30);
    private static final Duration API_LIMIT = Duration.ofMinutes(3);
    private static final Duration PUBLICATION_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration ROTATION_CHECK = Duration.ofHours(24);

    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final ServerOptions options;
    private final PodIdentity pod;
    private final Clock clock;
    private final Closing closing;
    private final Readiness readiness = new Readiness();
    private final Optional<Replication> replication;
    private final Certificates certificates;
    private final DataStore store;
    private final Optional<EmbeddedDns> dns;
    private final Children children;
    private volatile String unfinished = "the data store starts";
    private volatile Supplier<String> tunnelMetrics = () -> "";
    private volatile Supplier<String> nodeMetrics = () -> "";
    private volatile Supplier<String> leaderMetrics = () -> "";
    private volatile Runnable rotation = () -> {};

    private ControlPlane(
            ControlPlaneSettings settings,
            DataDirectory data,
            ServerOptions options,
            PodIdentity pod,
            Clock clock,
            Closing closing,
            Optional<Replication> replication) {
        this.settings = settings;
        this.data = data;
        this.options = options;
        this.pod = pod;
        this.clock = clock;
        this.closing = closing;
        this.replication = replication;
        Set<String> storeNames = replication.map(Replication::storeNames).orElse(Set.of());
        this.certificates = new Certificates(settings, data, storeNames, clock);
        this.store =
                replication
                        .map(shared -> shared.settle(certificates, options.binDir(), clock))
                        .orElseGet(() -> DataStore.of(settings, data, options.binDir()));
        this.dns = EmbeddedDns.of(settings, data, options.binDir());
        this.children =
                new Children(
                        store,
                        new UpstreamFlags(
                                settings, data, settings.kubernetes(options.binDir()), store),
                        settings.schedules(),
                        dns.map(EmbeddedDns::process),
                        clock);
    }

    /// Starts a control plane and returns when it is ready. An interrupt ends the start.
    ///
    /// @throws ServerException when it cannot be started; then nothing is left running
    public static ControlPlane start(ServerOptions options, Clock clock) {
        return start(options, PodIdentity.ofProcess(), clock);
    }

    static ControlPlane start(ServerOptions options, PodIdentity pod, Clock clock) {
        ControlPlaneSettings settings = ControlPlaneSettings.read(options);
        StartupChecks.requirePrograms(
                settings.programs(), options.binDir(), StartupChecks.searchPath());
        StartupChecks.requireAddress(settings.advertiseAddress());
        StartupChecks.requireReplicas(settings, options.replicas());
        var _ = SnapshotPlan.of(settings.config(), settings.clusterName());
        Path dataDir = options.dataDir().toAbsolutePath().normalize();
        StartupChecks.requireShortPath(dataDir);
        FirstRestore.settle(settings, options, clock);
        var closing = new Closing();
        DataDirectory data = closing.add("data directory", DataDirectory.open(dataDir));
        try {
            RestoreMark.requireNone(data);
            StoreMark.require(data, settings.config().controlPlane().backingStore().kind());
            ControlPlaneSettings settled = HostPlace.settle(settings, pod, data);
            Optional<Replication> replication =
                    options.replicas()
                            .map(replicas ->
                                    new Replication(replicas, settled, data, pod, clock, closing));
            var controlPlane =
                    new ControlPlane(settled, data, options, pod, clock, closing, replication);
            controlPlane.run();
            return controlPlane;
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    /// Stops everything in order. Idempotent.
    @Override
    public void close() {
        closing.close();
    }

    private void run() {
        long started = System.nanoTime();
        StartupChecks.requireFree(List.of(settings.listenAddress(), API_SERVER, HEALTH));
        readiness.add("start", () -> unfinished);
        readiness.add("data-directory", data::spaceProblem);
        closing.add(
                "health socket",
                HealthServer.onSocket(readiness, this::metrics, data.run("health.sock")));
        closing.add("children", children);
        children.startStore();
        watch("kine", "etcd");
        certificates.issue();
        Optional<Publication> publication =
                options.publishTo()
                        .map(secret ->
                                closing.add(
                                        "publication",
                                        Publication.start(
                                                secret,
                                                data,
                                                settings.release(),
                                                this::servesToo)));
        EgressSelection.write(data.file("egress.yaml"), data.run("tunnel.sock"));
        children.awaitStore(STORE_LIMIT);
        replication.ifPresent(shared -> {
            unfinished = "the other members of the data store start";
            shared.awaitStore(store, children);
        });
        unfinished = "the data store says what has run on it";
        var kubernetes =
                new KubernetesStart(
                        settings.clusterName(),
                        options.replicas().map(Replicas::own).orElse(ONLY_REPLICA),
                        options.replicas().map(Replicas::names).orElse(Set.of(ONLY_REPLICA)),
                        store);
        Await.until(
                "the data store to say which Kubernetes has run on it",
                STORE_LIMIT,
                POLL,
                () -> kubernetes.problem(settings.release()),
                children::fatalProblem);
        unfinished = "kube-apiserver starts";
        children.startApiServer();
        watch("kube-apiserver");
        List<Addon> addons = ClusterAddons.declared(settings);
        dns.ifPresent(EmbeddedDns::prepare);

        KubeClient kube =
                closing.add(
                        "kubernetes client",
                        KubeClient.fromKubeconfig(certificates.serverKubeconfig()));
        var tokens = new BootstrapTokens(kube, clock, new SecureRandom());
        var frontDoor =
                closing.add(
                        "front door",
                        new FrontDoor(settings, data, options.binDir(), clock, kube, tokens));
        frontDoor.open();
        tunnelMetrics = frontDoor::metrics;
        closing.add("health port", HealthServer.onPort(readiness, this::metrics, HEALTH));
        Await.until(
                "kube-apiserver to serve",
                API_LIMIT,
                POLL,
                () -> servingProblem(kube),
                children::fatalProblem);
        unfinished = "kube-apiserver makes its first objects, the controllers start";
        children.startControllers();
        watch("kube-controller-manager", "kube-scheduler", EmbeddedDns.PROGRAM);
        dns.ifPresent(embedded -> readiness.add("dns", embedded::problem));
        Await.until(
                "kube-apiserver to be ready",
                API_LIMIT,
                POLL,
                () -> apiProblem(kube),
                children::fatalProblem);
        readiness.add("kube-apiserver", () -> apiProblem(kube));
        publication.ifPresent(made -> made.await(PUBLICATION_LIMIT));
        frontDoor.expose();
        List<KubeClient> clients = doWhatOneDoes(kube, tokens, addons);
        closing.add("space watch", SpaceWatch.start(settings.clusterName(), data::spaceProblem));
        closing.add(
                "certificate rotation", Periodic.start("rotation", ROTATION_CHECK, this::rotate));
        rotation = () -> certificates.rotate(children, frontDoor, clients);
        Await.until(
                "the data store to take down which Kubernetes has run on it",
                STORE_LIMIT,
                POLL,
                kubernetes::unfinished,
                children::fatalProblem);
        unfinished = "";
        LOG.info(
                "cluster={} endpoint={} ready_ms={} control plane is up",
                settings.clusterName(),
                settings.exposedEndpoint(),
                Duration.ofNanos(System.nanoTime() - started).toMillis());
        giveBackMemory();
    }

    /// At once, or as long as this replica is the one.
    ///
    /// @return the clients that have this server's certificate
    private List<KubeClient> doWhatOneDoes(
            KubeClient kube, BootstrapTokens tokens, List<Addon> addons) {
        var duties =
                new SoleDuties(
                        settings,
                        data,
                        options,
                        pod,
                        clock,
                        kube,
                        tokens,
                        clusterObjects(),
                        addons);
        nodeMetrics = duties::metrics;
        if (settings.sharesNodes()) {
            readiness.add("syncer", duties::syncProblem);
        }
        if (replication.isEmpty()) {
            unfinished = "what nodes need to join is written";
            duties.begin(closing);
            return List.of(kube);
        }
        if (settings.sharesNodes()) {
            HostClient hosts = closing.add("client of the host cluster", new HostClient(pod));
            var lookup = new PodLookup(settings.clusterName(), kube, hosts);
            CopyCalls.metrics(settings, data.pki(), lookup, closing);
        }
        Replication shared = replication.get();
        KubeClient own = shared.client(closing, certificates.serverKubeconfig());
        LeaderLease lease = shared.elect(closing, own, duties, clock);
        leaderMetrics = lease::metrics;
        return List.of(kube, own);
    }

    /// Of several replicas each has a kubeconfig of the administrator's, and any of them will do.
    private boolean servesToo(String kubeconfig) {
        return replication.isPresent() && certificates.isAdministrators(kubeconfig);
    }

    /// What the start needed is garbage now; the collector would keep its memory until it needs
    /// some.
    private static void giveBackMemory() {
        System.gc();
    }

    /// A process counts from its start on; what waits for its turn is not what is wrong.
    private void watch(String... names) {
        children.all().stream()
                .filter(child -> List.of(names).contains(child.name()))
                .forEach(child -> readiness.add(child.name() + "-process", child::problem));
    }

    /// Issues anew what ends soon, and has everything use it.
    void rotate() {
        rotation.run();
    }

    private ClusterBootstrapSpec clusterObjects() {
        return new ClusterBootstrapSpec(
                settings.clusterName(),
                settings.exposedEndpoint(),
                settings.podReachableAddress(),
                settings.exposedPort(),
                DataDirectory.read(data.pki().resolve("ca.crt")),
                settings.release().toString(),
                settings.config().networking().podCIDR(),
                settings.serviceCidr(),
                settings.clusterDomain(),
                settings.clusterDns(),
                settings.config().controlPlane().statefulSet().highAvailability().replicas(),
                settings.config().privateNodes().nodeIdentity().clouds(),
                settings.config().privateNodes().kubelet().config());
    }

    /// Its port is there long before it answers; a connection that is refused costs us less than a
    /// request.
    private static String servingProblem(KubeClient kube) {
        try (var _ = new Socket(LOOPBACK, API_SERVER.getPort())) {
            return kube.rawGet("/livez/ping").equals("ok") ? "" : "/livez/ping does not say ok";
        } catch (IOException | KubeFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String apiProblem(KubeClient kube) {
        try {
            return kube.rawGet("/readyz").equals("ok") ? "" : "/readyz does not say ok";
        } catch (KubeFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String metrics() {
        return children.metrics() + tunnelMetrics.get() + nodeMetrics.get() + leaderMetrics.get();
    }
}
