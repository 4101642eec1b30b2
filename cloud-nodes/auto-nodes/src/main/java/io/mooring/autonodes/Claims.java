package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Claim.Command;
import io.mooring.autoscaler.cluster.Claim.Status;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.workload.Trees;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Claims as NodeClaims and back.
final class Claims {

    private Claims() {}

    static KubeObject object(Claim claim) {
        Claim.Spec spec = claim.spec();
        var annotations = new LinkedHashMap<String, Object>();
        annotations.put(Kinds.HASH, spec.hash());
        annotations.put(Kinds.ORDER, Order.of(spec).json());
        if (claim.command() != null) {
            annotations.put(Kinds.COMMAND, json(claim.command()));
        }
        var content = new LinkedHashMap<String, Object>();
        content.put("nodeClassRef", Kinds.providerRef(claim.provider()));
        content.put(
                "requirements",
                values(spec).entrySet().stream()
                        .map(label ->
                                Map.of(
                                        "key",
                                        label.getKey(),
                                        "operator",
                                        "In",
                                        "values",
                                        List.copyOf(label.getValue())))
                        .toList());
        content.put("taints", taints(spec.taints()));
        content.put("startupTaints", taints(spec.startupTaints()));
        content.put("expireAfter", Times.text(spec.expireAfter()));
        if (spec.gracePeriod() != null) {
            content.put("terminationGracePeriod", Times.text(spec.gracePeriod()));
        }
        return KubeObject.of(
                ObjectRef.cluster(Kinds.NODE_CLAIM, claim.name()),
                Map.of(
                        "metadata",
                        Map.of(
                                "labels", labels(spec),
                                "annotations", annotations,
                                "finalizers", List.of(Kinds.FINALIZER)),
                        "spec",
                        content));
    }

    /// All that the machine may come to be, by label.
    private static SortedMap<String, SortedSet<String>> values(Claim.Spec spec) {
        var values = new TreeMap<String, SortedSet<String>>();
        for (Claim.Spec choice : spec.choices()) {
            choice.labels()
                    .forEach((key, value) ->
                            values.computeIfAbsent(key, _ -> new TreeSet<>()).add(value));
        }
        return values;
    }

    /// What the machine will be, whichever of its choices is had.
    static SortedMap<String, String> labels(Claim.Spec spec) {
        var labels = new TreeMap<String, String>();
        values(spec)
                .forEach((key, values) -> {
                    if (values.size() == 1) {
                        labels.put(key, values.first());
                    }
                });
        return labels;
    }

    static Claim read(KubeObject object) {
        Order order = Order.of(object);
        Duration grace =
                Times.orNever(object.text("spec", "terminationGracePeriod").orElse(""), null);
        Instant deletion =
                Times.instant(object.text("metadata", "deletionTimestamp").orElse("")).orElse(null);
        var status =
                new Status(
                        object.text("status", "providerID").orElse(""),
                        since(object, Conditions.LAUNCHED),
                        since(object, Conditions.REGISTERED),
                        since(object, Conditions.INITIALIZED),
                        reason(object.annotations().getOrDefault(Kinds.REASON, "")),
                        terminateBy(object, deletion, grace));
        return new Claim(
                object.name(),
                order.labels().getOrDefault(Labels.NODE_POOL, ""),
                object.text("spec", "nodeClassRef", "name").orElse(""),
                Pods.created(object),
                spec(object, order, grace),
                status,
                deletion,
                command(object.annotations().getOrDefault(Kinds.COMMAND, "")));
    }

    private static Claim.Spec spec(KubeObject object, Order order, @Nullable Duration grace) {
        return new Claim.Spec(
                order.instanceType(),
                order.zone(),
                order.capacityType(),
                order.reservation(),
                order.price(),
                new TreeMap<>(order.labels()),
                Trees.taints(object.maps("spec", "taints")),
                Trees.taints(object.maps("spec", "startupTaints")),
                new TreeMap<>(order.capacity()),
                new TreeMap<>(order.allocatable()),
                Times.orNever(object.text("spec", "expireAfter").orElse(""), null),
                grace,
                object.annotations().getOrDefault(Kinds.HASH, ""),
                order.others().stream().map(other -> spec(object, other, grace)).toList());
    }

    static List<Map<String, String>> taints(List<Taint> taints) {
        return taints.stream()
                .map(taint ->
                        Map.of(
                                "key", taint.key(),
                                "value", taint.value(),
                                "effect", taint.effect()))
                .toList();
    }

    static String json(Command command) {
        return JsonMapper.shared().writeValueAsString(command);
    }

    private static @Nullable Command command(String json) {
        try {
            return json.isEmpty() ? null : JsonMapper.shared().readValue(json, Command.class);
        } catch (JacksonException _) {
            return null;
        }
    }

    private static @Nullable Reason reason(String text) {
        return Pools.reason(text).orElse(null);
    }

    private static @Nullable Instant since(KubeObject object, String type) {
        KubeObject condition = Nodes.condition(object, type);
        return condition.text("status").orElse("").equals("True")
                ? Times.instant(condition.text("lastTransitionTime").orElse(""))
                        .orElse(Instant.EPOCH)
                : null;
    }

    /// The earlier of what was said and of what the claim's own grace leaves it since it was asked
    /// to go, by whomever.
    private static @Nullable Instant terminateBy(
            KubeObject object, @Nullable Instant deletion, @Nullable Duration grace) {
        Optional<Instant> said =
                Times.instant(object.annotations().getOrDefault(Kinds.TERMINATE_BY, ""));
        if (deletion == null || grace == null) {
            return said.orElse(null);
        }
        Instant own = deletion.plus(grace);
        return said.filter(own::isAfter).orElse(own);
    }
}
