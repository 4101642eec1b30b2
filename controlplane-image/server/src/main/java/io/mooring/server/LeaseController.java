package io.mooring.server;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.server.StandaloneTunnelOptions.ServerLeases;
import io.mooring.tunnel.LeaseMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says by a lease that this server is there, counts those of all servers, and removes expired
/// ones: the names, labels and times are upstream's, whose agents count these leases too.
final class LeaseController implements AutoCloseable {

    static final Duration DURATION = Duration.ofSeconds(30);
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final int HTTP_OK = 200;
    private static final Logger LOG = LoggerFactory.getLogger(LeaseController.class);

    private final KubeClient kube;
    private final ServerLeases settings;
    private final String serverId;
    private final Clock clock;
    private final Closing closing = new Closing();
    private volatile int servers = 1;
    private volatile Optional<LeaseMetrics> metrics = Optional.empty();

    LeaseController(KubeClient kube, ServerLeases settings, String serverId, Clock clock) {
        this.kube = kube;
        this.settings = settings;
        this.serverId = serverId;
        this.clock = clock;
    }

    void start(LeaseMetrics counted) {
        metrics = Optional.of(counted);
        closing.add("lease renewal", Periodic.startNow("lease renewal", PERIOD, this::renew));
    }

    /// How many servers had a valid lease when they were last counted, this one included.
    int servers() {
        return servers;
    }

    void renew() {
        write();
        int valid = 0;
        var query = ListQuery.namespace(settings.namespace()).labels(settings.label());
        var all = timed(LeaseMetrics::listed, () -> kube.list(ResourceKind.LEASE, query));
        for (KubeObject lease : all.items()) {
            if (expired(lease)) {
                remove(lease);
            } else {
                valid++;
            }
        }
        if (valid != servers) {
            LOG.info("server={} servers={} by their leases, {} before", serverId, valid, servers);
        }
        servers = Math.max(1, valid);
    }

    /// With no other rights than upstream needs: get, create, update, list, delete.
    private void write() {
        ObjectRef ref = own();
        Map<String, Object> spec =
                Map.of(
                        "holderIdentity",
                        serverId,
                        "leaseDurationSeconds",
                        DURATION.toSeconds(),
                        "renewTime",
                        LeaseObject.MICROSECONDS.format(clock.instant()));
        Optional<KubeObject> known = kube.find(ref);
        if (known.isPresent()) {
            kube.replace(ResourceKind.LEASE, known.get().with(spec, "spec"));
        } else {
            String[] label = settings.label().split("=", 2);
            var metadata = Map.of("labels", Map.of(label[0], label[1]));
            var content = Map.of("metadata", metadata, "spec", spec);
            kube.create(ResourceKind.LEASE, KubeObject.of(ref, content));
        }
    }

    private ObjectRef own() {
        return ObjectRef.of(
                ResourceKind.LEASE, settings.namespace(), "konnectivity-proxy-server-" + serverId);
    }

    private boolean expired(KubeObject lease) {
        Instant renewed = lease.text("spec", "renewTime").map(Instant::parse).orElse(Instant.EPOCH);
        long seconds = lease.text("spec", "leaseDurationSeconds").map(Long::parseLong).orElse(0L);
        return renewed.plusSeconds(seconds).isBefore(clock.instant());
    }

    private void remove(KubeObject lease) {
        var ref = ObjectRef.of(ResourceKind.LEASE, lease);
        try {
            var options = DeleteOptions.defaults().unchangedSince(lease);
            if (timed(LeaseMetrics::deleted, () -> kube.delete(ref, options))) {
                metrics.ifPresent(LeaseMetrics::culled);
                LOG.info("server={} removed the expired {}", serverId, ref);
            }
        } catch (KubeFailure.Conflict _) {
            LOG.info("server={} leaves {}, renewed meanwhile", serverId, ref);
        } catch (KubeFailure e) {
            LOG.warn("server={} cannot remove the expired {}: {}", serverId, ref, e.getMessage());
        }
    }

    private interface Answer {
        void count(LeaseMetrics metrics, int status, String reason, Duration took);
    }

    /// Counts what was answered, if anything was.
    private <T> T timed(Answer answer, Supplier<T> call) {
        long start = System.nanoTime();
        int status = HTTP_OK;
        String reason = "";
        try {
            return call.get();
        } catch (KubeFailure e) {
            status = e.status();
            reason = e.reason();
            throw e;
        } finally {
            if (status > 0 && metrics.isPresent()) {
                var took = Duration.ofNanos(System.nanoTime() - start);
                answer.count(metrics.get(), status, reason, took);
            }
        }
    }

    /// Gives the lease back, so that agents need not wait for its end.
    @Override
    public void close() {
        closing.close();
        try {
            kube.delete(own());
        } catch (KubeFailure e) {
            LOG.warn("server={} cannot remove its lease: {}", serverId, e.getMessage());
        }
    }
}
