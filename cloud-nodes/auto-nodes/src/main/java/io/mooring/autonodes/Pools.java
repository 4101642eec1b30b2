package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Consent;
import io.mooring.autoscaler.cluster.Pool.Consolidation;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.workload.Trees;
import io.mooring.kube.KubeObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads NodePools.
final class Pools {

    /// As long as Karpenter lets a node live that is not told otherwise.
    private static final Duration USUAL_LIFE = Duration.ofHours(720);

    private static final List<Budget> NONE_MAY_GO = List.of(new Budget("0", Set.of(), null, null));

    private static final String PLAN_MODE = "Plan";

    private Pools() {}

    /// @throws IllegalArgumentException in words, if it says what cannot be done
    static Pool read(KubeObject object) {
        var template = new KubeObject(object.map("spec", "template", "spec"));
        return new Pool(
                placement(object, template),
                provider(object),
                object.text("spec", "replicas").map(Integer::parseInt).orElse(null),
                Trees.taints(template.maps("startupTaints")),
                Times.orNever(template.text("expireAfter").orElse(""), USUAL_LIFE),
                Times.orNever(template.text("terminationGracePeriod").orElse(""), null),
                consolidation(new KubeObject(object.map("spec", "disruption"))),
                object.maps("spec", "disruption", "budgets").stream()
                        .map(budget -> budget(new KubeObject(budget)))
                        .toList(),
                timeouts(object.annotations()),
                consent(object.annotations()),
                object.text("metadata", "deletionTimestamp").isPresent());
    }

    /// The pool while it cannot be read: nothing is bought for it, and none of its nodes given up.
    static Pool frozen(KubeObject object) {
        var nothing =
                new NodePool(
                        object.name(),
                        0,
                        new TreeMap<>(),
                        List.of(),
                        List.of(),
                        new TreeMap<>(Map.of(NodePool.NODES, 0L)));
        return new Pool(
                nothing,
                provider(object),
                null,
                List.of(),
                null,
                null,
                new Consolidation(Policy.WHEN_EMPTY, null, Duration.ZERO, 0),
                NONE_MAY_GO,
                Timeouts.DEFAULT,
                null,
                false);
    }

    private static String provider(KubeObject object) {
        return object.text("spec", "template", "spec", "nodeClassRef", "name").orElse("");
    }

    private static NodePool placement(KubeObject object, KubeObject template) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("name", object.name());
        object.at("spec", "weight").ifPresent(weight -> tree.put("weight", weight));
        tree.put("labels", object.map("spec", "template", "metadata", "labels"));
        tree.put("taints", template.list("taints"));
        tree.put("requirements", template.list("requirements"));
        tree.put("limits", object.map("spec", "limits"));
        return Trees.pool(tree);
    }

    private static Consolidation consolidation(KubeObject disruption) {
        Consolidation usual = Consolidation.DEFAULT;
        String policy = disruption.text("consolidationPolicy").orElse(usual.policy().toString());
        return new Consolidation(
                Arrays.stream(Policy.values())
                        .filter(known -> known.toString().equals(policy))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'%s' is no consolidationPolicy".formatted(policy))),
                Times.orNever(disruption.text("consolidateAfter").orElse(""), usual.after()),
                usual.payback(),
                usual.dollarsPerMove());
    }

    private static Budget budget(KubeObject budget) {
        var reasons = new HashSet<Reason>();
        for (Object text : budget.list("reasons")) {
            reasons.add(
                    reason(String.valueOf(text))
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "'%s' is no reason of a budget".formatted(text))));
        }
        String duration = budget.text("duration").orElse("");
        return new Budget(
                budget.text("nodes").orElse("10%"),
                reasons,
                budget.text("schedule").orElse(null),
                duration.isEmpty() ? null : positive(duration));
    }

    private static Duration positive(String text) {
        return Times.duration(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("'%s' is no duration".formatted(text)));
    }

    static Optional<Reason> reason(String text) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.toString().equals(text))
                .findFirst();
    }

    private static @Nullable Consent consent(Map<String, String> annotations) {
        return switch (annotations.getOrDefault(Kinds.MODE, "")) {
            case "" -> null;
            case PLAN_MODE ->
                    new Consent(
                            annotations.getOrDefault(Kinds.APPROVED, "").strip(),
                            annotations.getOrDefault(Kinds.PLAN, ""));
            case String other ->
                    throw new IllegalArgumentException(
                            "annotation %s: '%s' is no mode; write %s or take it away"
                                    .formatted(Kinds.MODE, other, PLAN_MODE));
        };
    }

    private static Timeouts timeouts(Map<String, String> annotations) {
        return new Timeouts(
                timeout(annotations, Kinds.LAUNCH_TIMEOUT, Timeouts.DEFAULT.launch()),
                timeout(annotations, Kinds.REGISTRATION_TIMEOUT, Timeouts.DEFAULT.registration()),
                timeout(annotations, Kinds.NOT_READY_TIMEOUT, Timeouts.DEFAULT.notReady()));
    }

    private static Duration timeout(
            Map<String, String> annotations, String key, Duration otherwise) {
        return Times.duration(annotations.getOrDefault(key, "")).orElse(otherwise);
    }
}
