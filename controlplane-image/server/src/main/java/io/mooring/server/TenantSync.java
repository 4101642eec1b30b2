package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.engine.RunningSyncer;
import io.mooring.syncer.kubelet.Door;
import io.mooring.syncer.kubelet.Gate;
import io.mooring.syncer.kubelet.KubeletDoor;
import io.mooring.syncer.kubelet.Pods;
import io.mooring.syncer.metrics.Metrics;
import io.mooring.syncer.metrics.MetricsApi;
import io.mooring.syncer.names.HostNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the tenant's pods run on the nodes of the host cluster: the syncer, as a part of this
/// server. A host cluster that cannot be reached, or gives no right, is tried again and again; the
/// tenant's API goes on meanwhile.
///
/// The copies belong to the ConfigMap of the cluster's name, which whoever made this control plane
/// made first: with it, they go.
final class TenantSync implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantSync.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private final ControlPlaneSettings settings;
    private final KubeClient tenant;
    private final PodIdentity pod;
    private final Clock clock;
    private final Closing closing = new Closing();
    private Optional<Periodic> tending = Optional.empty();
    private volatile Optional<RunningSyncer> running = Optional.empty();
    private volatile String problem = "it starts";
    private volatile Optional<KubeClient> host = Optional.empty();
    // both guarded by this
    private String identity = "";
    private boolean closed;

    private TenantSync(
            ControlPlaneSettings settings, KubeClient tenant, PodIdentity pod, Clock clock) {
        this.settings = settings;
        this.tenant = tenant;
        this.pod = pod;
        this.clock = clock;
    }

    /// @param tenant of the control plane itself; is not closed here
    static TenantSync start(
            ControlPlaneSettings settings, KubeClient tenant, PodIdentity pod, Clock clock) {
        var sync = new TenantSync(settings, tenant, pod, clock);
        sync.tending = Optional.of(Periodic.startNow("syncer", INTERVAL, sync::tend));
        return sync;
    }

    /// Why nothing is synced; empty if all is well.
    String problem() {
        return problem.isEmpty() ? running.map(RunningSyncer::problem).orElse("") : problem;
    }

    /// Answers what kube-apiserver asks of nodes' kubelets, and for metrics, as far as each is
    /// switched on.
    ///
    /// @throws ServerException if something else listens there
    void answerCalls(Gate ofKubelets, Gate ofApis) {
        if (settings.config().networking().advanced().proxyKubelets().any()) {
            answer(KubeletDoor.PORT, ofKubelets, KubeletDoor.service(this::find));
        }
        var measured = settings.config().integrations().metricsServer();
        if (measured.enabled()) {
            var served = new HashSet<String>();
            if (measured.nodes()) {
                served.add("nodes");
            }
            if (measured.pods()) {
                served.add("pods");
            }
            answer(MetricsRegistration.PORT, ofApis, new MetricsApi(this::metrics, served));
        }
        MetricsRegistration.settle(tenant, measured.enabled());
    }

    private void answer(int port, Gate gate, Door.Service service) {
        var address = new InetSocketAddress(ControlPlane.LOOPBACK, port);
        try {
            closing.add("door " + port, Door.open(address, gate, service));
        } catch (IOException e) {
            throw new ServerException(
                    "listening on %s for kube-apiserver: %s; end what listens there"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    private Optional<Metrics> metrics() {
        Optional<RunningSyncer> syncer = running;
        Optional<KubeClient> cluster = host;
        return problem().isEmpty() && syncer.isPresent()
                ? cluster.map(asked ->
                        new Metrics(
                                tenant,
                                asked,
                                new HostNames(settings.clusterName(), pod.namespace()),
                                syncer.get()::pod))
                : Optional.empty();
    }

    /// Where a container of the tenant's runs, for the calls that kubelets get.
    private Pods.Place find(String namespace, String name, String container) {
        Optional<RunningSyncer> syncer = running;
        Optional<KubeClient> cluster = host;
        if (!problem().isEmpty() || syncer.isEmpty() || cluster.isEmpty()) {
            return new Pods.Place.Unknown();
        }
        return syncer.get()
                .pod(namespace, name)
                .filter(found -> container.isEmpty() || found.containers().contains(container))
                .<Pods.Place>map(
                        found -> new Pods.Place.At(cluster.get(), pod.namespace(), found.copy()))
                .orElseGet(Pods.Place.Nowhere::new);
    }

    private synchronized void tend() {
        if (closed) {
            return;
        }
        try {
            KubeClient cluster = host();
            var anchor =
                    cluster.get(
                            ObjectRef.of(
                                    ResourceKind.CONFIG_MAP,
                                    pod.namespace(),
                                    settings.clusterName()));
            if (running.isEmpty()) {
                running = Optional.of(closing.add("syncer", begin(cluster, anchor)));
            }
            if (!problem.isEmpty()) {
                problem = "";
                LOG.info("cluster={} syncs with {}", settings.clusterName(), cluster.server());
            }
        } catch (KubeFailure.Cancelled _) {
            // the server stops
        } catch (KubeFailure | UncheckedIOException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    /// With the token as it is now: the host exchanges it while this pod runs.
    private KubeClient host() {
        String now = pod.kubeconfig();
        if (host.isEmpty()) {
            host =
                    Optional.of(
                            closing.add(
                                    "client of the host cluster",
                                    KubeClient.fromKubeconfig(now, CALL_LIMIT)));
        } else if (!now.equals(identity)) {
            host.get().renew(now);
        }
        identity = now;
        return host.get();
    }

    private RunningSyncer begin(KubeClient cluster, KubeObject anchor) {
        Map<String, Object> owner =
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "name",
                        anchor.name(),
                        "uid",
                        anchor.uid());
        return RunningSyncer.start(
                SyncerSettings.of(settings, anchor.namespace(), owner), tenant, cluster, clock);
    }

    private void report(String now) {
        if (!now.equals(problem)) {
            problem = now;
            LOG.warn(
                    "cluster={} does not sync, again in {}: {}",
                    settings.clusterName(),
                    INTERVAL,
                    now);
        }
    }

    @Override
    public void close() {
        tending.ifPresent(Periodic::close);
        synchronized (this) {
            closed = true;
            closing.close();
        }
    }
}
