package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.CustomName;
import io.mooring.api.HostMapping;
import io.mooring.api.Networking;
import io.mooring.api.NodeMode;
import io.mooring.api.SyncFromHost;
import io.mooring.api.SyncedKind;
import io.mooring.api.SyncedKinds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the syncer may do outside of the cluster's namespace: read what the configuration has
/// tenants see of the host, and nothing if that is nothing. It may change none of it but nodes, and
/// those only if their tenant is to. Besides, keep copies of those kinds that have no namespace, if
/// they are switched on: Kubernetes has no right to some names of a kind that are not known before.
final class ShownRules {

    private static final List<String> READ = List.of("list", "watch");
    private static final String GATEWAY_CLASSES = "gatewayclasses.gateway.networking.k8s.io";
    private static final String GATEWAYS = "gateways.gateway.networking.k8s.io";

    private ShownRules() {}

    /// In the whole host cluster.
    static List<Map<String, Object>> everywhere(Scope scope) {
        var rules = new ArrayList<Map<String, Object>>();
        if (scope.config().nodeMode() != NodeMode.SHARED) {
            return rules;
        }
        SyncFromHost sync = scope.config().sync().fromHost();
        for (SyncedKind kind : SyncedKinds.fromHost(scope.config())) {
            if (kind.enabled()) {
                rules.add(rule(kind.group(), kind.plural(), Set.of()));
            }
        }
        for (SyncedKind kind : SyncedKinds.toHost(scope.config())) {
            if (kind.enabled() && !kind.namespaced()) {
                rules.add(rule(kind.group(), kind.plural(), Set.of(), SyncRules.KEEP));
            }
        }
        if (sync.nodes().enabled()) {
            rules.add(
                    sync.nodes().syncBackChanges()
                            ? rule("", "nodes", Set.of(), List.of("list", "watch", "update"))
                            : rule("", "nodes", Set.of()));
            if (SyncedKinds.schedules(scope.config())) {
                // what others leave of a node
                rules.add(rule("", "pods", Set.of()));
            }
        }
        if (SyncedKinds.schedules(scope.config())
                && scope.config().sync().toHost().persistentVolumeClaims().enabled()) {
            // which nodes can use what claims have
            rules.add(rule("", "persistentvolumes", Set.of()));
        }
        var measured = scope.config().integrations().metricsServer();
        if (sync.nodes().enabled() && measured.enabled() && measured.nodes()) {
            rules.add(rule("metrics.k8s.io", "nodes", Set.of(), List.of("get")));
        }
        var definitions = new LinkedHashSet<String>();
        sync.customResources()
                .forEach((name, resource) -> {
                    if (resource.enabled()) {
                        definitions.add(CustomName.of(name).definition());
                        if (resource.scope().equals("Cluster")) {
                            CustomName custom = CustomName.of(name);
                            rules.add(rule(custom.group(), custom.plural(), Set.of()));
                        }
                    }
                });
        definitions.addAll(scope.config().sync().toHost().definitions());
        if (scope.config().sync().showsGatewayClasses()) {
            CustomName classes = CustomName.of(GATEWAY_CLASSES);
            definitions.add(classes.definition());
            rules.add(rule(classes.group(), classes.plural(), Set.of()));
        }
        if (sync.gateways().enabled()) {
            definitions.add(GATEWAYS);
        }
        if (!definitions.isEmpty()) {
            rules.add(rule("apiextensions.k8s.io", "customresourcedefinitions", definitions));
        }
        return rules;
    }

    /// By namespace, the cluster's own left out if config maps and secrets are all there is to read
    /// there: those it may read anyway.
    static Map<String, List<Map<String, Object>>> byNamespace(Scope scope) {
        var rules = new TreeMap<String, List<Map<String, Object>>>();
        if (scope.config().nodeMode() != NodeMode.SHARED) {
            return rules;
        }
        SyncFromHost sync = scope.config().sync().fromHost();
        mapped(scope, rules, "configmaps", sync.configMaps());
        mapped(scope, rules, "secrets", sync.secrets());
        List<HostMapping> services =
                scope.config().networking().replicateServices().fromHost().stream()
                        .map(Networking.ServiceMapping::fromHost)
                        .toList();
        add(scope, rules, "", "services", services);
        add(scope, rules, "", "endpoints", services);
        if (sync.gateways().enabled()) {
            CustomName gateways = CustomName.of(GATEWAYS);
            add(
                    scope,
                    rules,
                    gateways.group(),
                    gateways.plural(),
                    HostMapping.of(sync.gateways().mappings()));
        }
        sync.customResources()
                .forEach((name, resource) -> {
                    if (resource.enabled() && resource.scope().equals("Namespaced")) {
                        CustomName custom = CustomName.of(name);
                        add(
                                scope,
                                rules,
                                custom.group(),
                                custom.plural(),
                                HostMapping.of(resource.mappings()));
                    }
                });
        return rules;
    }

    private static void mapped(
            Scope scope,
            Map<String, List<Map<String, Object>>> rules,
            String plural,
            SyncFromHost.Mapped kind) {
        if (kind.enabled()) {
            add(scope, rules, "", plural, HostMapping.of(kind.mappings()));
        }
    }

    private static void add(
            Scope scope,
            Map<String, List<Map<String, Object>>> rules,
            String group,
            String plural,
            List<HostMapping> mappings) {
        var names = new TreeMap<String, Set<String>>();
        for (HostMapping mapping : mappings) {
            String namespace =
                    mapping.hostNamespace().isEmpty() ? scope.namespace() : mapping.hostNamespace();
            names.computeIfAbsent(namespace, _ -> new LinkedHashSet<>()).add(mapping.hostName());
        }
        names.forEach((namespace, all) -> {
            if (!group.isEmpty() || !namespace.equals(scope.namespace())) {
                rules.computeIfAbsent(namespace, _ -> new ArrayList<>())
                        .add(rule(group, plural, all.contains("") ? Set.of() : all));
            }
        });
    }

    /// @param names empty for all; whoever lists by a rule with names asks for each by name
    private static Map<String, Object> rule(String group, String plural, Set<String> names) {
        return rule(group, plural, names, READ);
    }

    private static Map<String, Object> rule(
            String group, String plural, Set<String> names, List<String> verbs) {
        var rule = new TreeMap<String, Object>();
        rule.put("apiGroups", List.of(group));
        rule.put("resources", List.of(plural));
        if (!names.isEmpty()) {
            rule.put("resourceNames", List.copyOf(names));
        }
        rule.put("verbs", verbs);
        return rule;
    }
}
