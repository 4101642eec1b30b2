package io.mooring.syncer.engine;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.ShownKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes away what tenants were shown of the host by settings that hold no more, and what the host
/// has of theirs under second names. What holds still is for a [HostMirror] and for
/// [ReplicatedServices] to look after. Definitions that a tenant's own objects hang on stay: those
/// of objects that went over for good, any other until the last of its objects is gone.
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration WHILE_HELD = Duration.ofMinutes(1);

    private final KubeClient tenant;
    private final KubeClient host;
    private final Settings settings;
    private final OwnResources own;
    private final Reporter reporter;
    // by uid, so that a thing is said once; of the one thread that works
    private final Map<String, String> told = new HashMap<>();

    Leftovers(
            KubeClient tenant,
            KubeClient host,
            Settings settings,
            OwnResources own,
            Reporter reporter) {
        this.tenant = tenant;
        this.host = host;
        this.settings = settings;
        this.own = own;
        this.reporter = reporter;
    }

    /// Until all is gone, or interrupted.
    void work() {
        try {
            for (var again = sweep(); again.isPresent(); again = sweep()) {
                Thread.sleep(again.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// When to come again; empty if all is gone.
    Optional<Duration> sweep() {
        try {
            removeReplicas();
            boolean held = false;
            for (var kind : ShownKind.KINDS) {
                held |= sweep(kind);
            }
            return held ? Optional.of(WHILE_HELD) : Optional.empty();
        } catch (KubeFailure.Cancelled _) {
            return Optional.empty();
        } catch (RuntimeException e) {
            // an answer that makes no sense among them: the next may
            LOG.warn("taking away what is shown no more, again in {}: {}", PAUSE, e.getMessage());
            return Optional.of(PAUSE);
        }
    }

    private void removeReplicas() {
        var names = settings.names();
        var ours =
                ListQuery.namespace(names.hostNamespace())
                        .labels(Marks.REPLICA_OF + "=" + names.cluster());
        for (var service : host.list(ResourceKind.SERVICE, ours).items()) {
            if (settings.replicas().stream().noneMatch(r -> r.to().equals(service.name()))) {
                LOG.info("service={} is replicated no more", service.name());
                host.delete(
                        ObjectRef.of(ResourceKind.SERVICE, service),
                        DeleteOptions.defaults().same(service));
            }
        }
    }

    /// Whether something has to stay for now.
    private boolean sweep(ResourceKind kind) {
        boolean held = false;
        var marked = ListQuery.all().labels(Marks.FROM_HOST + "=true");
        try {
            for (var object : tenant.list(kind, marked).items()) {
                if (!isShown(kind, object) && !Marks.isKept(object)) {
                    held |= !isRemoved(kind, object);
                }
            }
        } catch (KubeFailure.NotFound _) {
            // this API has no such kind
        }
        return held;
    }

    private boolean isRemoved(ResourceKind kind, KubeObject object) {
        if (kind.equals(ResourceKind.CUSTOM_RESOURCE_DEFINITION)) {
            var hold = own.hold(object);
            if (hold.isPresent()) {
                own.removeShown(object);
                if (!hold.get().equals(told.put(object.uid(), hold.get()))) {
                    reporter.tell(object, hold.get());
                }
                return false;
            }
        }
        told.remove(object.uid());
        LOG.info("{}={} of the host is shown no more", kind.plural(), object.name());
        var ref = ObjectRef.of(kind, object);
        if (kind.equals(ResourceKind.PERSISTENT_VOLUME)) {
            // the tenant's API lets no volume go that is in use
            tenant.mergePatchStatus(ref, Map.of("status", Map.of("phase", "Released")));
            tenant.delete(ref);
        } else {
            tenant.delete(ref, DeleteOptions.defaults().same(object));
        }
        return true;
    }

    private boolean isShown(ResourceKind kind, KubeObject object) {
        var name = new ShownKind.Name(object.namespace(), object.name());
        if (kind.equals(ResourceKind.PERSISTENT_VOLUME) && ClaimVolumes.areShown(settings)) {
            return true;
        }
        return settings.fromHost().all().stream()
                .anyMatch(all -> all.kind().equals(kind) && all.covers(name));
    }
}
