package io.mooring.server;

import io.mooring.addons.Addon;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.ClusterBootstrap;
import io.mooring.bootstrap.ClusterBootstrapSpec;
import io.mooring.bootstrap.NodeCertificateApprover;
import io.mooring.bootstrap.TokenJanitor;
import io.mooring.kube.KubeClient;
import io.mooring.kube.PodIdentity;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What one server alone does, since several would do it against each other: the objects of the
/// cluster, certificate approval, add-ons, scheduled snapshots, upkeep of the data store, syncer or
/// auto nodes. May be begun again once it has been ended.
final class SoleDuties implements LeaderWork.Duties {

    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final ServerOptions options;
    private final PodIdentity pod;
    private final Clock clock;
    private final KubeClient kube;
    private final BootstrapTokens tokens;
    private final ClusterBootstrapSpec objects;
    private final List<Addon> addons;
    private volatile Optional<TenantSync> syncer = Optional.empty();
    private volatile Optional<AutoNodePools> nodes = Optional.empty();
    private volatile Optional<SnapshotDuty> snapshots = Optional.empty();

    /// @param kube is not closed here
    SoleDuties(
            ControlPlaneSettings settings,
            DataDirectory data,
            ServerOptions options,
            PodIdentity pod,
            Clock clock,
            KubeClient kube,
            BootstrapTokens tokens,
            ClusterBootstrapSpec objects,
            List<Addon> addons) {
        this.settings = settings;
        this.data = data;
        this.options = options;
        this.pod = pod;
        this.clock = clock;
        this.kube = kube;
        this.tokens = tokens;
        this.objects = objects;
        this.addons = List.copyOf(addons);
    }

    @Override
    public void begin(Closing parts) {
        new ClusterBootstrap(kube).apply(objects);
        parts.add("certificate approver", NodeCertificateApprover.start(kube, tokens, clock));
        parts.add("token janitor", TokenJanitor.start(kube, tokens));
        parts.add("add-ons", ClusterAddons.start(settings, addons, kube));
        parts.add("state", this::forget);
        snapshots = SnapshotDuty.start(settings, options, kube, clock);
        snapshots.ifPresent(duty -> parts.add("scheduled snapshots", duty));
        StoreUpkeep.start(settings, options, data)
                .ifPresent(upkeep -> parts.add("store upkeep", upkeep));
        if (settings.sharesNodes()) {
            TenantSync sync =
                    parts.add("syncer", TenantSync.start(settings, kube, pod, data.pki(), clock));
            syncer = Optional.of(sync);
            if (!settings.isReplicated()) {
                CopyCalls.metrics(settings, data.pki(), sync, parts);
            }
            MetricsRegistration.settle(
                    kube, settings.config().integrations().metricsServer().enabled());
        } else {
            if (settings.isReplicated()) {
                // closed after it: another server must not begin while one provider does not let go
                parts.add("end of auto nodes", this::awaitEnd);
            }
            nodes =
                    Optional.of(
                            parts.add(
                                    "auto nodes",
                                    AutoNodePools.start(
                                            settings, data, options, kube, tokens, clock)));
        }
    }

    private void awaitEnd() throws InterruptedException {
        if (nodes.isPresent()) {
            nodes.get().awaitEnd();
        }
    }

    private void forget() {
        syncer = Optional.empty();
        nodes = Optional.empty();
        snapshots = Optional.empty();
    }

    /// Why nothing is synced; empty if all is well, or another server does it.
    String syncProblem() {
        return syncer.map(TenantSync::problem).orElse("");
    }

    String metrics() {
        return nodes.map(AutoNodePools::metrics).orElse("")
                + snapshots.map(SnapshotDuty::metrics).orElse("");
    }
}
