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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a tenant by events beside its objects. What cannot be told is logged: an event is worth no
/// second try.
final class TenantEvents implements Reporter {
    private static final Logger LOG = LoggerFactory.getLogger(TenantEvents.class);
    private static final String OF_NO_NAMESPACE = "default";
    private static final int MOST_OF_NAME = 230;

    private final KubeClient tenant;
    private final InstantSource clock;

    TenantEvents(KubeClient tenant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    @Override
    public void tell(KubeObject object, String message) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var namespace = object.namespace().isEmpty() ? OF_NO_NAMESPACE : object.namespace();
        var ref = ObjectRef.of(ResourceKind.EVENT, namespace, name(object, message));
        var body =
                new EventBody(
                        about(object),
                        !message.startsWith("waiting"),
                        "Sync",
                        message,
                        "mooring-syncer",
                        now);
        try {
            tenant.create(ResourceKind.EVENT, body.named(namespace, ref.name()));
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
}
