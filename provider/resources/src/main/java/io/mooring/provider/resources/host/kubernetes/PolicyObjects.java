package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.Policies;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the host puts on the control plane's namespace: quota, limits, network policy, disruption
/// budget. Each only where the configuration asks for it; `auto` follows its sibling.
final class PolicyObjects {

    private PolicyObjects() {}

    static List<KubeObject> of(Scope scope) {
        var objects = new ArrayList<KubeObject>();
        Policies policies = scope.config().policies();
        var quota = policies.resourceQuota();
        var limits = policies.limitRange();
        if (quota.enabled().resolve(limits.enabled().resolve(false))) {
            objects.add(quota(scope, quota));
        }
        if (limits.enabled().resolve(quota.enabled().resolve(false))) {
            objects.add(limits(scope, limits));
        }
        if (policies.networkPolicy().enabled()) {
            objects.addAll(NetworkObjects.of(scope, policies.networkPolicy()));
        }
        var budget = scope.config().controlPlane().advanced().podDisruptionBudget();
        if (budget.enabled() || scope.replicas() > 1) {
            objects.add(budget(scope));
        }
        return objects;
    }

    private static KubeObject quota(Scope scope, Policies.ResourceQuota quota) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("hard", texts(quota.quota()));
        if (!quota.scopes().isEmpty()) {
            spec.put("scopes", quota.scopes());
        }
        if (!quota.scopeSelector().isEmpty()) {
            spec.put("scopeSelector", quota.scopeSelector());
        }
        return scope.object(
                ResourceKind.RESOURCE_QUOTA,
                scope.cluster(),
                quota.labels(),
                quota.annotations(),
                Map.of("spec", spec));
    }

    private static KubeObject limits(Scope scope, Policies.LimitRange limits) {
        var limit = new LinkedHashMap<String, Object>();
        limit.put("type", "Container");
        limit.put("default", texts(limits.defaults()));
        limit.put("defaultRequest", texts(limits.defaultRequest()));
        if (!limits.max().isEmpty()) {
            limit.put("max", texts(limits.max()));
        }
        if (!limits.min().isEmpty()) {
            limit.put("min", texts(limits.min()));
        }
        return scope.object(
                ResourceKind.LIMIT_RANGE,
                scope.cluster(),
                limits.labels(),
                limits.annotations(),
                Map.of("spec", Map.of("limits", List.of(limit))));
    }

    private static KubeObject budget(Scope scope) {
        var budget = scope.config().controlPlane().advanced().podDisruptionBudget();
        var spec = new LinkedHashMap<String, Object>();
        if (isGiven(budget.minAvailable())) {
            spec.put("minAvailable", budget.minAvailable());
        } else {
            spec.put(
                    "maxUnavailable",
                    isGiven(budget.maxUnavailable())
                            ? budget.maxUnavailable()
                            : Integer.valueOf(1));
        }
        if (!budget.unhealthyPodEvictionPolicy().isEmpty()) {
            spec.put("unhealthyPodEvictionPolicy", budget.unhealthyPodEvictionPolicy());
        }
        spec.put("selector", Map.of("matchLabels", scope.podLabels()));
        return scope.object(
                ResourceKind.POD_DISRUPTION_BUDGET, scope.cluster(), Map.of("spec", spec));
    }

    private static boolean isGiven(Object value) {
        return !String.valueOf(value).isEmpty() && !"null".equals(String.valueOf(value));
    }

    /// Quantities, as the API writes them.
    static Map<String, Object> texts(Map<String, Object> quantities) {
        var texts = new LinkedHashMap<String, Object>();
        quantities.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }
}
