package io.mooring.provider.resources;

import io.mooring.autonodes.Kinds;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.kubernetes.Exposure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A policy as the `NodePool` that it is in its cluster, and back.
final class PolicyObject {

    /// Of a pool that a policy has made; whose it is stands in its annotations.
    private static final String MANAGED = "mooring.io/policy";

    private static final Map<String, String> TIMEOUTS =
            Map.of(
                    "launchTimeout", Kinds.LAUNCH_TIMEOUT,
                    "registrationTimeout", Kinds.REGISTRATION_TIMEOUT,
                    "notReadyTimeout", Kinds.NOT_READY_TIMEOUT);
    private static final List<String> OF_THE_POOL =
            List.of("weight", "replicas", "limits", "disruption");
    private static final List<String> OF_A_NODE =
            List.of(
                    "taints",
                    "startupTaints",
                    "requirements",
                    "expireAfter",
                    "terminationGracePeriod");

    private PolicyObject() {}

    static ObjectRef ref(String name) {
        return ObjectRef.cluster(Kinds.NODE_POOL, name);
    }

    /// Of checked and known inputs.
    ///
    /// @param owner whose it is, so that no other policy takes it over
    static KubeObject of(ObjectValue inputs, String owner) {
        Map<String, Object> tree = Json.tree(inputs);
        var node = new LinkedHashMap<String, Object>();
        node.put("nodeClassRef", Kinds.providerRef(inputs.requireText("machineProvider")));
        copy(OF_A_NODE, tree, node);
        var template = new LinkedHashMap<String, Object>();
        template.put("metadata", Map.of("labels", inputs.textMap("labels")));
        template.put("spec", node);
        var spec = new LinkedHashMap<String, Object>();
        spec.put("template", template);
        copy(OF_THE_POOL, tree, spec);
        var annotations = new LinkedHashMap<String, Object>();
        annotations.put(Exposure.OWNER, owner);
        TIMEOUTS.forEach((property, annotation) ->
                inputs.text(property).ifPresent(text -> annotations.put(annotation, text)));
        if (asks(inputs)) {
            annotations.put(Kinds.MODE, AutoscalingPolicyType.PLAN);
        }
        return KubeObject.of(
                ref(inputs.requireText("name")),
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of(MANAGED, "true"), "annotations", annotations),
                        "spec",
                        spec));
    }

    static boolean asks(ObjectValue inputs) {
        return inputs.text("mode").filter(AutoscalingPolicyType.PLAN::equals).isPresent();
    }

    private static void copy(List<String> names, Map<String, Object> from, Map<String, Object> to) {
        for (String name : names) {
            Object value = from.get(name);
            if (value != null) {
                to.put(name, value);
            }
        }
    }

    /// Whose it is; empty where no policy has made it.
    static Optional<String> owner(KubeObject pool) {
        return Optional.ofNullable(pool.annotations().get(Exposure.OWNER));
    }

    static boolean isDeclared(KubeObject pool) {
        return "true".equals(pool.labels().get(Kinds.DECLARED));
    }

    /// The inputs that would make the pool as it is, but for those that it knows nothing of.
    ///
    /// @param known the cluster, and which plan is approved
    static ObjectValue inputs(KubeObject pool, ObjectValue known) {
        var node = pool.map("spec", "template", "spec");
        var spec = pool.map("spec");
        var inputs = ObjectValue.builder();
        inputs.put("cluster", known.field("cluster"));
        inputs.put("name", pool.name());
        inputs.put(
                "machineProvider",
                pool.text("spec", "template", "spec", "nodeClassRef", "name").orElse(""));
        put(inputs, "labels", pool.map("spec", "template", "metadata", "labels"));
        for (String name : OF_A_NODE) {
            put(inputs, name, node.get(name));
        }
        for (String name : OF_THE_POOL) {
            put(inputs, name, name.equals("limits") ? pool.texts("spec", name) : spec.get(name));
        }
        TIMEOUTS.forEach((property, annotation) ->
                put(inputs, property, pool.annotations().get(annotation)));
        inputs.put("mode", pool.annotations().getOrDefault(Kinds.MODE, AutoscalingPolicyType.ACT));
        inputs.put("approvedPlan", known.field("approvedPlan"));
        return inputs.build();
    }

    /// What is empty is as good as what is not there.
    private static void put(ObjectValue.Builder inputs, String name, @Nullable Object value) {
        boolean empty =
                value == null
                        || value instanceof Map<?, ?> map && map.isEmpty()
                        || value instanceof List<?> list && list.isEmpty();
        if (!empty) {
            inputs.put(name, Json.value(value));
        }
    }

    /// What the cluster says of the pool.
    static ObjectValue outputs(KubeObject pool) {
        KubeObject ready = ready(pool).orElseGet(() -> new KubeObject(Map.of()));
        boolean holds = ready.text("status").orElse("").equals("True");
        var outputs =
                ObjectValue.builder()
                        .put("name", pool.name())
                        .put("ready", holds)
                        .put("nodes", pool.text("status", "nodes").map(Long::parseLong).orElse(0L));
        if (!holds) {
            outputs.put(
                    "reason", ready.text("message").orElse("its cluster has not looked at it yet"));
        }
        String plan = plan(pool);
        if (!plan.isEmpty()) {
            outputs.put("plan", plan);
        }
        return outputs.build();
    }

    /// What is said of it as it is now: not what was said before its last change.
    static Optional<KubeObject> ready(KubeObject pool) {
        Optional<String> seen = pool.text("status", "observedGeneration");
        if (seen.isPresent() && !seen.equals(pool.text("metadata", "generation"))) {
            return Optional.empty();
        }
        return pool.maps("status", "conditions").stream()
                .filter(condition -> "Ready".equals(condition.get("type")))
                .findFirst()
                .map(KubeObject::new);
    }

    /// What it would do, as it is told; empty while that is nothing.
    static String plan(KubeObject pool) {
        return pool.annotations().getOrDefault(Kinds.PLAN, "");
    }

    static String number(String plan) {
        return plan.substring(0, Math.max(0, plan.indexOf(':')));
    }

    /// The plans of all pools that ask first and have one, by their names.
    static ObjectValue plans(List<KubeObject> pools) {
        var plans = new LinkedHashMap<String, Value>();
        for (KubeObject pool : pools) {
            String plan = plan(pool);
            if (!plan.isEmpty()) {
                plans.put(pool.name(), Value.of(plan));
            }
        }
        return new ObjectValue(plans);
    }
}
