package io.mooring.syncer.engine;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Digests;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a tenant by events beside its objects. What cannot be told is logged: an event is worth no
/// second try.
final class TenantEvents implements Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(TenantEvents.class);
    private static final int MOST_OF_NAME = 230;
    private static final int MOST_OF_MESSAGE = 1024;

    private final KubeClient tenant;
    private final InstantSource clock;

    TenantEvents(KubeClient tenant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    @Override
    public void tell(KubeObject object, String message) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var ref = ObjectRef.of(ResourceKind.EVENT, object.namespace(), name(object, message));
        try {
            tenant.create(ResourceKind.EVENT, KubeObject.of(ref, event(object, message, now)));
        } catch (KubeFailure.Conflict _) {
            again(ref, now);
        } catch (KubeFailure e) {
            LOG.warn("object={} not told \"{}\": {}", ref, message, e.getMessage());
        }
    }

    private void again(ObjectRef ref, String now) {
        try {
            tenant.mergePatch(ref, Map.of("lastTimestamp", now));
        } catch (KubeFailure e) {
            LOG.debug("event={} not renewed: {}", ref, e.getMessage());
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

    private static Map<String, Object> event(KubeObject object, String message, String now) {
        return Map.of(
                "involvedObject",
                about(object),
                "type",
                message.startsWith("waiting") ? "Normal" : "Warning",
                "reason",
                "Sync",
                "message",
                message.substring(0, Math.min(MOST_OF_MESSAGE, message.length())),
                "source",
                Map.of("component", "mooring-syncer"),
                "firstTimestamp",
                now,
                "lastTimestamp",
                now,
                "count",
                1);
    }
}
