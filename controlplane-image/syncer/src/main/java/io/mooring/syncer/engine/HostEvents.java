package io.mooring.syncer.engine;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.WatchHandler;
import io.mooring.syncer.names.HostNames;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the tenant what the host's scheduler, kubelets and controllers say of its objects' copies:
/// every event of the host is one of the tenant, about its own object, however often it is told.
///
/// Only events about copies come over, and no event goes the other way, so nothing can go round.
/// What comes before its copy is known waits a little; the rest is of others, and left out. What is
/// in the way of an event is not worth much trouble: too many of them at once are left out too.
/// Thread-safe.
final class HostEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostEvents.class);
    private static final int MOST_WAITING = 5000;
    private static final int MOST_TRIES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// What happens anew to an event that is there.
    private static final List<String> COUNTED =
            List.of("count", "lastTimestamp", "message", "series");

    private record Waiting(KubeObject event, int tries) {}

    private final ApiServer host;
    private final KubeClient tenant;
    private final SyncedObjects objects;
    private final HostNames names;
    private final WorkQueue<String> queue;
    private final Watches watches = new Watches();
    // by the host's name of the event: the last that was told, until it is worked on
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    HostEvents(
            ApiServer host,
            KubeClient tenant,
            SyncedObjects objects,
            HostNames names,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.host = host;
        this.tenant = tenant;
        this.objects = objects;
        this.names = names;
        this.queue = new WorkQueue<>(nanoTime, random);
    }

    /// Begins to watch. Once.
    void start() {
        watches.add(
                host.watch(
                        ResourceKind.EVENT,
                        new WatchHandler() {
                            @Override
                            public void present(KubeObject event) {
                                told(event);
                            }

                            @Override
                            public void gone(KubeObject event) {
                                waiting.remove(event.name());
                            }

                            @Override
                            public void synced() {}
                        }));
    }

    private void told(KubeObject event) {
        if (waiting.size() < MOST_WAITING || waiting.containsKey(event.name())) {
            waiting.put(event.name(), new Waiting(event, 0));
            queue.add(event.name());
        } else {
            LOG.debug("event={} left out: too many wait", event.name());
        }
    }

    /// Works until closed or interrupted. One thread is enough.
    void work() {
        queue.serve(this::work);
    }

    private void work(String name) {
        var next = waiting.get(name);
        if (next == null) {
            queue.done(name);
            return;
        }
        try {
            if (!objects.areKnown() || !isToldOrNobodys(name, next)) {
                queue.done(name);
                queue.addAfter(name, PAUSE);
                return;
            }
            waiting.remove(name, next);
            queue.done(name);
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
            LOG.debug("event={} later: {}", name, e.getMessage());
            queue.failed(name);
        } catch (RuntimeException e) {
            // the namespace ends, for one
            LOG.debug("event={} not told: {}", name, e.getMessage());
            waiting.remove(name, next);
            queue.done(name);
        }
    }

    private boolean isToldOrNobodys(String name, Waiting next) {
        var about = next.event().map("involvedObject");
        var origin = objects.origin(about);
        if (origin.isEmpty()) {
            return next.tries() == MOST_TRIES
                    || !waiting.replace(name, next, new Waiting(next.event(), next.tries() + 1));
        }
        tell(next.event(), about, origin.get());
        return true;
    }

    private void tell(KubeObject event, Map<String, Object> about, KubeObject object) {
        var ref =
                ObjectRef.of(
                        ResourceKind.EVENT,
                        object.namespace(),
                        TenantEvents.name(object, "host event " + event.uid()));
        var own = new LinkedHashMap<>(event.fields());
        own.keySet().removeAll(List.of("apiVersion", "kind", "metadata", "related"));
        own.put("involvedObject", about(about, object));
        own.put("message", message(event, about, object));
        try {
            tenant.create(ResourceKind.EVENT, KubeObject.of(ref, own));
        } catch (KubeFailure.Conflict _) {
            own.keySet().retainAll(COUNTED);
            tenant.mergePatch(ref, own);
        }
    }

    private static Map<String, Object> about(Map<String, Object> about, KubeObject object) {
        var own = new LinkedHashMap<String, Object>(TenantEvents.about(object));
        // which container, for one
        if (about.get("fieldPath") instanceof String path) {
            own.put("fieldPath", path);
        }
        return own;
    }

    /// With the tenant's names for the copy, and for other copies of the same namespace.
    private String message(KubeObject event, Map<String, Object> about, KubeObject object) {
        var copy = String.valueOf(about.get("name"));
        var message = event.text("message").orElse("");
        return message.replace(
                        names.hostNamespace() + "/" + copy,
                        object.namespace() + "/" + object.name())
                .replace(copy, object.name())
                .replace("-x-" + object.namespace() + "-x-" + names.cluster(), "");
    }

    @Override
    public void close() {
        queue.close();
        watches.close();
    }
}
