package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.CustomName;
import io.mooring.api.NodeMode;
import io.mooring.api.SyncedKind;
import io.mooring.api.SyncedKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the syncer may do in the cluster's namespace, see [ShownRules] for elsewhere: keep copies
/// of the kinds that are switched on, read events, and reach into pods as a kubelet is asked to,
/// each unless that is switched off. It has no right to nodes, and none to give rights.
final class SyncRules {

    static final List<String> KEEP = List.of("list", "watch", "create", "update", "delete");

    private SyncRules() {}

    static List<Map<String, Object>> of(Scope scope) {
        if (scope.config().nodeMode() != NodeMode.SHARED) {
            return List.of();
        }
        var rules = new ArrayList<Map<String, Object>>();
        for (SyncedKind kind : SyncedKinds.toHost(scope.config())) {
            if (kind.enabled() && kind.namespaced()) {
                rules.add(rule(kind.group(), kind.plural(), KEEP));
            }
        }
        for (CustomName custom : scope.config().sync().toHost().customNames()) {
            rules.add(rule(custom.group(), custom.plural(), KEEP));
        }
        for (String changed : List.of("pods/ephemeralcontainers", "pods/resize")) {
            rules.add(rule("", changed, List.of("update")));
        }
        if (scope.config().networking().advanced().proxyKubelets().any()) {
            rules.add(rule("", "pods/log", List.of("get")));
            for (String reached : List.of("pods/exec", "pods/attach", "pods/portforward")) {
                // by either method, as whoever asks the tenant's API does
                rules.add(rule("", reached, List.of("get", "create")));
            }
        }
        if (scope.config().sync().fromHost().events().enabled()) {
            rules.add(rule("", "events", List.of("list", "watch")));
        }
        if (scope.config().integrations().metricsServer().enabled()) {
            rules.add(rule("metrics.k8s.io", "pods", List.of("get", "list")));
        }
        rules.add(
                Map.of(
                        "apiGroups",
                        List.of(""),
                        "resources",
                        List.of("configmaps"),
                        // the owner of all copies
                        "resourceNames",
                        List.of(scope.cluster()),
                        "verbs",
                        List.of("get")));
        return rules;
    }

    private static Map<String, Object> rule(String group, String resource, List<String> verbs) {
        return Map.of("apiGroups", List.of(group), "resources", List.of(resource), "verbs", verbs);
    }
}
