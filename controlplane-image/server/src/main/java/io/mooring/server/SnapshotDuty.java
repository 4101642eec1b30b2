package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scheduled snapshots at work in a control plane. How it stands with them is in the config map
/// `kube-system/mooring-snapshots` of the virtual cluster, where every administrator can read it.
final class SnapshotDuty implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDuty.class);
    private static final ObjectRef STATUS =
            ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-system", "mooring-snapshots");
    private static final Duration TURN = Duration.ofSeconds(15);

    /// What a leader's end may take is not much more.
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private final KubeClient kube;
    private Optional<Periodic> schedule = Optional.empty();
    private volatile String metrics = "";

    private SnapshotDuty(KubeClient kube) {
        this.kube = kube;
    }

    /// @param kube is not closed here
    /// @return empty without a schedule
    static Optional<SnapshotDuty> start(
            ControlPlaneSettings settings, ServerOptions options, KubeClient kube, Clock clock) {
        return SnapshotPlan.of(settings.config(), settings.clusterName())
                .map(plan -> start(plan, settings, options, kube, clock));
    }

    private static SnapshotDuty start(
            SnapshotPlan plan,
            ControlPlaneSettings settings,
            ServerOptions options,
            KubeClient kube,
            Clock clock) {
        var duty = new SnapshotDuty(kube);
        var place =
                new SnapshotPlace(
                        options.dataDir(),
                        Optional.of(options.config()),
                        options.binDir(),
                        Optional.of(settings.clusterName()));
        var creation = new SnapshotCreation(place, clock);
        var encryption = settings.config().snapshots().encryption();
        var scheduled =
                new ScheduledSnapshots(
                        plan,
                        plan::open,
                        () -> ClusterMark.of(kube),
                        (store, name) ->
                                creation.store(store, name, SnapshotSecrets.passphrase(encryption)),
                        duty::report,
                        clock);
        duty.schedule =
                Optional.of(Periodic.startNow("scheduled snapshots", TURN, scheduled::turn));
        return duty;
    }

    private void report(SnapshotStatus status) {
        metrics = status.metrics();
        try {
            var content = Map.<String, Object>of("data", status.texts());
            var _ = kube.apply(ResourceKind.CONFIG_MAP, KubeObject.of(STATUS, content));
        } catch (KubeFailure e) {
            LOG.warn("{} not written, again with the next snapshot: {}", STATUS, e.getMessage());
        }
    }

    String metrics() {
        return metrics;
    }

    /// A snapshot that is being made comes to nothing, before another replica begins with the next
    /// one.
    @Override
    public void close() {
        try {
            if (schedule.isPresent() && !schedule.get().end(END_LIMIT)) {
                LOG.warn(
                        "a scheduled snapshot did not end within {} s and goes on",
                        END_LIMIT.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
