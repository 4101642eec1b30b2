package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.engine.RunningSyncer;
import io.mooring.syncer.kubelet.KubeletDoors;
import io.mooring.syncer.metrics.Metrics;
import io.mooring.syncer.names.HostNames;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
final class TenantSync implements Copies, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantSync.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ControlPlaneSettings settings;
    private final KubeClient tenant;
    private final Clock clock;
    private final Closing closing = new Closing();
    private Optional<Periodic> tending = Optional.empty();
    private volatile Optional<RunningSyncer> running = Optional.empty();
    private volatile String problem = "it starts";
    private final HostClient hosts;
    private final Optional<KubeletDoors> kubelets;
    // guarded by this
    private boolean closed;

    private TenantSync(
            ControlPlaneSettings settings,
            KubeClient tenant,
            PodIdentity pod,
            Path pki,
            Clock clock) {
        this.settings = settings;
        this.tenant = tenant;
        this.clock = clock;
        this.hosts = closing.add("client of the host cluster", new HostClient(pod));
        this.kubelets = CopyCalls.kubelets(settings, tenant, pki, this);
        kubelets.ifPresent(doors -> closing.add("doors of nodes", doors));
    }

    /// @param tenant of the control plane itself; is not closed here
    /// @param pki where the certificates of the control plane are
    static TenantSync start(
            ControlPlaneSettings settings,
            KubeClient tenant,
            PodIdentity pod,
            Path pki,
            Clock clock) {
        var sync = new TenantSync(settings, tenant, pod, pki, clock);
        sync.tending = Optional.of(Periodic.startNow("syncer", INTERVAL, sync::tend));
        return sync;
    }

    /// Why nothing is synced; empty if all is well.
    String problem() {
        return problem.isEmpty() ? running.map(RunningSyncer::problem).orElse("") : problem;
    }

    @Override
    public Optional<Metrics> metrics() {
        Optional<RunningSyncer> syncer = running;
        if (!problem().isEmpty() || syncer.isEmpty()) {
            return Optional.empty();
        }
        var names = new HostNames(settings.clusterName(), hosts.namespace());
        return Optional.of(new Metrics(tenant, hosts.now(), names, syncer.get()::pod));
    }

    @Override
    public Place find(String namespace, String name, String container) {
        Optional<RunningSyncer> syncer = running;
        if (!problem().isEmpty() || syncer.isEmpty()) {
            return new Place.Unknown();
        }
        return syncer.get()
                .pod(namespace, name)
                .filter(found -> container.isEmpty() || found.containers().contains(container))
                .<Place>map(found -> new Place.At(hosts.now(), hosts.namespace(), found.copy()))
                .orElseGet(Place.Nowhere::new);
    }

    private synchronized void tend() {
        if (closed) {
            return;
        }
        try {
            KubeClient cluster = hosts.now();
            var anchor =
                    cluster.get(
                            ObjectRef.of(
                                    ResourceKind.CONFIG_MAP,
                                    hosts.namespace(),
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
                SyncerSettings.of(settings, anchor.namespace(), owner),
                tenant,
                cluster,
                clock,
                kubelets);
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
