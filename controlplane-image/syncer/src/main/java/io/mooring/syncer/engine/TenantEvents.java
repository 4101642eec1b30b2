package io.mooring.syncer.engine;

import io.mooring.kube.EventBody;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Digests;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a tenant by events beside its objects, one after the other and apart from all other work:
/// nothing waits for what is only said. What cannot be told is logged: an event is worth no second
/// try. Thread-safe.
final class TenantEvents implements Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(TenantEvents.class);
    private static final String OF_NO_NAMESPACE = "default";
    private static final int MOST_OF_NAME = 230;
    private static final int MOST_WAITING = 10_000;

    private record Told(ObjectRef event, Map<String, Object> about, String message, String now) {}

    private final KubeClient tenant;
    private final InstantSource clock;
    private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    TenantEvents(KubeClient tenant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    @Override
    public void tell(KubeObject object, String message) {
        var namespace = object.namespace().isEmpty() ? OF_NO_NAMESPACE : object.namespace();
        var ref = ObjectRef.of(ResourceKind.EVENT, namespace, name(object, message));
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        if (!waiting.offer(new Told(ref, about(object), message, now))) {
            LOG.warn("object={} not told \"{}\": {} others wait", ref, message, MOST_WAITING);
        }
    }

    /// Tells until interrupted. One thread is enough.
    void work() {
        try {
            while (true) {
                tell(waiting.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Told told) {
        try {
            send(told);
        } catch (RuntimeException e) {
            // all that come after it are to be told
            LOG.error("object={} not told \"{}\"", told.event(), told.message(), e);
        }
    }

    private void send(Told told) {
        var event = told.event();
        var body =
                new EventBody(
                        told.about(),
                        !told.message().startsWith("waiting"),
                        "Sync",
                        told.message(),
                        "mooring-syncer",
                        told.now());
        try {
            tenant.create(ResourceKind.EVENT, body.named(event.namespace(), event.name()));
        } catch (KubeFailure.Conflict _) {
            again(told);
        } catch (KubeFailure e) {
            LOG.warn("object={} not told \"{}\": {}", event, told.message(), e.getMessage());
        }
    }

    private void again(Told told) {
        try {
            tenant.mergePatch(told.event(), Map.of("lastTimestamp", told.now()));
        } catch (KubeFailure e) {
            LOG.debug("event={} not renewed: {}", told.event(), e.getMessage());
        }
    }

    /// The name of an event: the same for the same message about the same object.
    static String name(KubeObject object, String message) {
        var name = object.name();
        var kept = name.substring(0, Math.min(MOST_OF_NAME, name.length()));
        return kept.replaceAll("[.-]+$", "") + "." + Digests.hex(object.uid() + message, 16);
    }

    /// How an event names the object it is about.
    static Map<String, Object> about(KubeObject object) {
        return Map.of(
                "apiVersion", object.apiVersion(),
                "kind", object.kind(),
                "namespace", object.namespace(),
                "name", object.name(),
                "uid", object.uid());
    }
}
