package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.port.Action;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Carries out what the controller wants written, and tells the observation what came of it. For
/// one thread.
final class Writer {

    private final KubeClient kube;
    private final Observation observation;
    private final Events events;

    /// @param kube is not closed here
    Writer(KubeClient kube, Observation observation, Events events) {
        this.kube = kube;
        this.observation = observation;
        this.events = events;
    }

    /// @throws KubeFailure if it is not written, or not all of it; writing again does no harm
    void write(Action.Write write) {
        switch (write) {
            case Action.CreateClaim(Claim claim) -> create(claim);
            case Action.UpdateClaim(Claim claim) -> update(claim);
            case Action.DeleteClaim(var name, var reason, var by) ->
                    delete(name, reason.toString(), by);
            case Action.RemoveClaim(var name) -> remove(name);
            case Action.MarkNode(var name, var labels, var taints) -> mark(name, labels, taints);
            case Action.RemoveNode(var name) -> {
                kube.delete(ObjectRef.cluster(ResourceKind.NODE, name));
                observation.nodes.removed(name);
            }
            case Action.Evict(var pod) -> evict(pod);
            case Action.Kill(var pod, var grace) -> kill(pod, grace);
            case Action.TellPlan(var pool, var text) -> plan(pool, text, null);
            case Action.ClosePlan(var pool, var id) -> plan(pool, "", id);
            case Action.Say say -> events.say(say);
        }
    }

    private void create(Claim claim) {
        try {
            observation.claims.present(kube.create(Kinds.NODE_CLAIM, Claims.object(claim)));
        } catch (KubeFailure.Conflict _) {
            // it is there: the watch tells
        }
    }

    private void update(Claim claim) {
        ObjectRef ref = ref(claim.name());
        Kept.Entry<Claim> known = observation.claims.find(claim.name());
        var marks = new LinkedHashMap<String, @Nullable Object>();
        if (known == null || !Objects.equals(known.value().command(), claim.command())) {
            marks.put(Kinds.COMMAND, claim.command() == null ? null : Claims.json(claim.command()));
        }
        if (claim.status().reason() != null) {
            marks.put(Kinds.REASON, claim.status().reason().toString());
        }
        if (claim.status().terminateBy() != null) {
            marks.put(Kinds.TERMINATE_BY, Times.text(claim.status().terminateBy()));
        }
        boolean settled = known == null || !known.value().spec().equals(claim.spec());
        if (settled) {
            marks.put(Kinds.ORDER, Order.of(claim.spec()).json());
        }
        if (!marks.isEmpty()) {
            Map<String, String> labels = settled ? Claims.labels(claim.spec()) : Map.of();
            observation.claims.present(mark(ref, labels, marks));
        }
        observation.claims.present(
                kube.mergePatchStatus(ref, Map.of("status", Conditions.status(claim))));
    }

    private void delete(String name, String reason, @Nullable Instant by) {
        ObjectRef ref = ref(name);
        var marks = new LinkedHashMap<String, @Nullable Object>();
        marks.put(Kinds.REASON, reason);
        if (by != null) {
            marks.put(Kinds.TERMINATE_BY, Times.text(by));
        }
        try {
            mark(ref, Map.of(), marks);
            kube.delete(ref);
            observation.claims.present(kube.get(ref));
        } catch (KubeFailure.NotFound _) {
            observation.claims.removed(name);
        }
    }

    private void remove(String name) {
        try {
            kube.mergePatch(ref(name), "{\"metadata\":{\"finalizers\":null}}");
        } catch (KubeFailure.NotFound _) {
            // it went without us
        }
        observation.claims.removed(name);
    }

    private void plan(String pool, String text, @Nullable String carriedOut) {
        var marks = new LinkedHashMap<String, @Nullable Object>();
        marks.put(Kinds.PLAN, text.isEmpty() ? null : text);
        marks.put(Kinds.APPROVED, null);
        if (carriedOut != null) {
            marks.put(Kinds.CARRIED_OUT, carriedOut);
        }
        try {
            observation.pools.present(
                    mark(ObjectRef.cluster(Kinds.NODE_POOL, pool), Map.of(), marks));
        } catch (KubeFailure.NotFound _) {
            observation.pools.removed(pool);
        }
    }

    /// Only as long as the node is as it was seen: others write taints, too.
    private void mark(String name, SortedMap<String, String> labels, List<Taint> taints) {
        Kept.Entry<Node> known = observation.nodes.find(name);
        if (known == null) {
            return;
        }
        var spec = new LinkedHashMap<String, Object>();
        spec.put("taints", Claims.taints(taints));
        Kept.Entry<Claim> claim = observation.claims.find(name);
        if (claim != null && known.value().providerId().isEmpty()) {
            spec.put("providerID", claim.value().status().providerId());
        }
        var metadata = Map.of("resourceVersion", known.version(), "labels", labels);
        observation.nodes.present(
                kube.mergePatch(
                        ObjectRef.cluster(ResourceKind.NODE, name),
                        Map.of("metadata", metadata, "spec", spec)));
    }

    private void evict(String pod) {
        try {
            kube.evict(pod(pod));
        } catch (KubeFailure.NotFound _) {
            // it has left
        } catch (KubeFailure.Unavailable e) {
            if (!e.reason().equals("TooManyRequests")) {
                throw e;
            }
            // a budget holds it: to be asked again
        }
    }

    private void kill(String pod, Duration grace) {
        kube.delete(pod(pod), DeleteOptions.defaults().grace((int) Math.max(0, grace.toSeconds())));
    }

    private KubeObject mark(
            ObjectRef ref, Map<String, String> labels, Map<String, @Nullable Object> marks) {
        var metadata = Map.of("labels", labels, "annotations", marks);
        return kube.mergePatch(
                ref, JsonMapper.shared().writeValueAsString(Map.of("metadata", metadata)));
    }

    private static ObjectRef ref(String claim) {
        return ObjectRef.cluster(Kinds.NODE_CLAIM, claim);
    }

    private static ObjectRef pod(String name) {
        int slash = name.indexOf('/');
        return ObjectRef.of(ResourceKind.POD, name.substring(0, slash), name.substring(slash + 1));
    }
}
