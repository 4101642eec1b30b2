package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the tenant is told of how its pod fares.
///
/// Readiness gates stay with the tenant, whose controllers set their conditions: the copy has none,
/// and the pod is ready if its copy is and the gates say so.
final class PodStatus {
    private static final List<String> CONTAINERS =
            List.of("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses");

    /// Whose names the tenant's controllers say, which made them.
    private static final String CLAIMS = "resourceClaimStatuses";

    /// Generations and claims of the copy, and what its scheduler had in mind before it had a node.
    private static final Set<String> OF_THE_COPY =
            Set.of(
                    "observedGeneration",
                    CLAIMS,
                    "extendedResourceClaimStatus",
                    "nominatedNodeName");

    private PodStatus() {}

    static KubeObject toTenant(KubeObject tenant, KubeObject host) {
        if (host.map("status").isEmpty()) {
            return tenant;
        }
        var status = Tree.copy(host.map("status"));
        status.keySet().removeAll(OF_THE_COPY);
        tenant.at("status", CLAIMS).ifPresent(own -> status.put(CLAIMS, own));
        // an API server gives it to a pod once, and takes no other; the copy may have got more
        // containers or requests on its way, and another class by them
        tenant.text("status", "qosClass").ifPresent(own -> status.put("qosClass", own));
        for (var list : CONTAINERS) {
            if (status.containsKey(list)) {
                var own =
                        Tree.maps(status, list).stream()
                                .filter(c -> !PodNetwork.isOurs(Tree.text(c, "name")))
                                .toList();
                status.put(list, own);
            }
        }
        var conditions = conditions(tenant, Tree.maps(status, "conditions"));
        status.put("conditions", conditions);
        if (conditions.isEmpty()) {
            // as an API server leaves it out: it would be written again and again
            status.remove("conditions");
        }
        return tenant.with(status, "status");
    }

    private static List<Object> conditions(KubeObject tenant, List<Map<String, Object>> hosts) {
        var gates =
                tenant.maps("spec", "readinessGates").stream()
                        .map(gate -> Tree.text(gate, "conditionType"))
                        .toList();
        var own =
                tenant.maps("status", "conditions").stream()
                        .filter(c -> gates.contains(Tree.text(c, "type")))
                        .toList();
        boolean open =
                gates.stream()
                        .allMatch(gate ->
                                own.stream()
                                        .anyMatch(c ->
                                                Tree.text(c, "type").equals(gate)
                                                        && Tree.text(c, "status").equals("True")));
        var conditions = new ArrayList<Object>();
        for (var condition : hosts) {
            condition.remove("observedGeneration");
            if (!gates.contains(Tree.text(condition, "type"))) {
                conditions.add(open ? condition : gated(condition));
            }
        }
        conditions.addAll(own);
        return conditions;
    }

    private static Map<String, Object> gated(Map<String, Object> condition) {
        if (!Tree.text(condition, "type").equals("Ready")
                || !Tree.text(condition, "status").equals("True")) {
            return condition;
        }
        var waiting = new LinkedHashMap<>(condition);
        waiting.put("status", "False");
        waiting.put("reason", "ReadinessGatesNotReady");
        waiting.put("message", "a condition of the pod's readiness gates is not \"True\"");
        return waiting;
    }
}
