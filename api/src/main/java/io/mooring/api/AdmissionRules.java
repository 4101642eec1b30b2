package io.mooring.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Webhooks, denied requests and resources of other clusters: free maps with a few fixed points.
final class AdmissionRules implements Rule {
    private static final Pattern VERSIONED =
            Pattern.compile("(\\*|[a-z0-9]+)(\\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?/v[a-z0-9]+");
    private static final Set<String> OPERATIONS =
            Set.of("CREATE", "UPDATE", "DELETE", "CONNECT", "*");

    @Override
    public void check(Check check) {
        var admission = check.config().policies().centralAdmission();
        var path = "policies.centralAdmission";
        webhooks(check, path + ".validatingWebhooks", admission.validatingWebhooks());
        webhooks(check, path + ".mutatingWebhooks", admission.mutatingWebhooks());
        denials(check, check.config().experimental().denyProxyRequests());
        check.config()
                .experimental()
                .proxy()
                .customResources()
                .forEach((name, resource) -> proxied(check, name, resource));
    }

    private static void webhooks(
            Check check, String path, List<Map<String, Object>> configurations) {
        for (int i = 0; i < configurations.size(); i++) {
            var at = Path.item(path, i) + ".webhooks";
            var webhooks = maps(configurations.get(i).get("webhooks"));
            for (int j = 0; j < webhooks.size(); j++) {
                var below = Path.item(at, j);
                check.require(webhooks.get(j).containsKey("name"), below + ".name", "must be set");
                var client =
                        webhooks.get(j).get("clientConfig") instanceof Map<?, ?> map
                                ? map
                                : Map.of();
                check.require(
                        client.containsKey("url") != client.containsKey("service"),
                        below + ".clientConfig",
                        "must have exactly one of url and service");
            }
        }
    }

    private static void denials(Check check, List<Map<String, Object>> denials) {
        for (int i = 0; i < denials.size(); i++) {
            var at = Path.item("experimental.denyProxyRequests", i) + ".rules";
            var rules = maps(denials.get(i).get("rules"));
            for (int j = 0; j < rules.size(); j++) {
                var below = Path.item(at, j);
                if (rules.get(j).get("operations") instanceof List<?> operations) {
                    check.require(
                            OPERATIONS.containsAll(operations),
                            below + ".operations",
                            "must be of CREATE, UPDATE, DELETE, CONNECT and *, but are "
                                    + operations);
                }
                var scope = rules.get(j).getOrDefault("scope", "");
                check.oneOf(below + ".scope", String.valueOf(scope), "Cluster", "Namespaced", "*");
            }
        }
    }

    private static void proxied(Check check, String name, Map<String, Object> resource) {
        var at = Path.child("experimental.proxy.customResources", name);
        check.require(
                VERSIONED.matcher(name).matches(),
                at,
                "must be named like widgets.example.com/v1, but is named \"" + name + '"');
        check.require(
                resource.get("targetVirtualCluster") instanceof Map<?, ?> target
                        && target.containsKey("name"),
                at + ".targetVirtualCluster.name",
                "must be set");
        var access = String.valueOf(resource.getOrDefault("accessResources", ""));
        check.oneOf(at + ".accessResources", access, "owned", "all");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(item -> (Map<String, Object>) item)
                .toList();
    }
}
