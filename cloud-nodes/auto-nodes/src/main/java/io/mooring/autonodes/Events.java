package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.port.Action;
import io.mooring.kube.EventBody;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people by events beside the objects what happens to them. What cannot be told is worth no
/// second try. For one thread.
final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final Duration QUIET = Duration.ofMinutes(5);
    private static final int REMEMBERED = 4096;
    private static final int MOST_OF_NAME = 200;
    private static final Set<String> BAD =
            Set.of(
                    "NoMachine",
                    "TooFew",
                    "EvictionBlocked",
                    Reason.NO_CAPACITY.toString(),
                    Reason.NOT_LAUNCHED.toString(),
                    Reason.NOT_REGISTERED.toString(),
                    Reason.MACHINE_GONE.toString(),
                    Reason.UNHEALTHY.toString());

    private final KubeClient kube;
    private final Observation observation;
    private final InstantSource clock;
    private final Map<String, Instant> told =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Events(KubeClient kube, Observation observation, InstantSource clock) {
        this.kube = kube;
        this.observation = observation;
        this.clock = clock;
    }

    /// The same is not said again for some minutes.
    void say(Action.Say say) {
        Instant now = clock.instant();
        String key = say.kind() + " " + say.object() + " " + say.reason() + " " + say.text();
        Instant before = told.get(key);
        if (before != null && now.isBefore(before.plus(QUIET))) {
            return;
        }
        told.put(key, now);
        if (!say.kind().equals("Pod")) {
            LOG.info("{}={} {}: {}", say.kind(), say.object(), say.reason(), say.text());
        }
        try {
            tell(say, key, Times.text(now));
        } catch (KubeFailure.Conflict _) {
            LOG.debug("event is there: {}", key);
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure e) {
            LOG.warn("not told \"{}\": {}", key, e.getMessage());
        }
    }

    private void tell(Action.Say say, String key, String now) {
        int slash = say.object().indexOf('/');
        String namespace = slash < 0 ? "default" : say.object().substring(0, slash);
        String name = say.object().substring(slash + 1);
        var about = new LinkedHashMap<String, Object>();
        about.put("kind", say.kind());
        about.put("apiVersion", apiVersion(say.kind()));
        about.put("name", name);
        if (slash >= 0) {
            about.put("namespace", namespace);
        }
        String uid = uid(say);
        if (!uid.isEmpty()) {
            about.put("uid", uid);
        }
        String start = name.substring(0, Math.min(MOST_OF_NAME, name.length()));
        UUID hash = UUID.nameUUIDFromBytes((uid + key + now).getBytes(StandardCharsets.UTF_8));
        var body =
                new EventBody(
                        about,
                        BAD.contains(say.reason()),
                        say.reason(),
                        say.text(),
                        "mooring-autoscaler",
                        now);
        kube.create(ResourceKind.EVENT, body.named(namespace, start + "." + hash));
    }

    private static String apiVersion(String kind) {
        return switch (kind) {
            case "Pod" -> "v1";
            case "CapacityBuffer" -> Kinds.CAPACITY_BUFFER.apiVersion();
            default -> Kinds.NODE_CLAIM.apiVersion();
        };
    }

    private String uid(Action.Say say) {
        Kept.Entry<?> entry =
                switch (say.kind()) {
                    case "Pod" -> observation.pods.find(say.object());
                    case "NodeClaim" -> observation.claims.find(say.object());
                    case "NodePool" -> observation.pools.find(say.object());
                    case "CapacityBuffer" -> observation.buffers.find(say.object());
                    default -> null;
                };
        return entry == null ? "" : entry.uid();
    }
}
