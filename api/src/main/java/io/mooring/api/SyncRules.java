package io.mooring.api;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Directions, scopes, patches and mappings of what is synced.
final class SyncRules implements Rule {
    private static final Pattern TOLERATION =
            Pattern.compile(
                    "\\*|[^=:]+(=[^=:]*)?(:(NoSchedule|PreferNoSchedule|NoExecute))?"
                            + "|:(NoSchedule|PreferNoSchedule|NoExecute)");

    @Override
    public void check(Check check) {
        var toHost = check.config().sync().toHost();
        var fromHost = check.config().sync().fromHost();
        check.require(
                !toHost.storageClasses().enabled()
                        || fromHost.storageClasses().enabled() != Toggle.TRUE,
                "sync.toHost.storageClasses.enabled",
                "storage classes cannot be synced in both directions; switch off this or"
                        + " sync.fromHost.storageClasses");
        check.require(
                !toHost.priorityClasses().enabled() || !fromHost.priorityClasses().enabled(),
                "sync.toHost.priorityClasses.enabled",
                "priority classes cannot be synced in both directions; switch off this or"
                        + " sync.fromHost.priorityClasses");
        tolerations(check, toHost.pods().enforceTolerations());
        mapped(check, "sync.fromHost.configMaps", fromHost.configMaps());
        mapped(check, "sync.fromHost.secrets", fromHost.secrets());
        customResources(check, toHost, fromHost);
        patches(check);
    }

    private static void tolerations(Check check, List<Object> tolerations) {
        for (int i = 0; i < tolerations.size(); i++) {
            var at = Path.item("sync.toHost.pods.enforceTolerations", i);
            switch (tolerations.get(i)) {
                case Map<?, ?> map ->
                        check.oneOf(
                                at + ".effect",
                                map.get("effect") instanceof String effect ? effect : "",
                                "NoSchedule",
                                "PreferNoSchedule",
                                "NoExecute");
                case Object text ->
                        check.require(
                                TOLERATION.matcher(text.toString()).matches(),
                                at,
                                "must be a toleration like key=value:NoSchedule, but is \""
                                        + text
                                        + '"');
            }
        }
    }

    private static void mapped(Check check, String path, SyncFromHost.Mapped kind) {
        var mappings = kind.mappings().byName();
        check.require(
                !kind.enabled() || !mappings.isEmpty(),
                path + ".mappings.byName",
                "must not be empty while "
                        + path
                        + " is enabled; map namespace/name to"
                        + " namespace/name");
        mappings.forEach((from, to) -> {
            var at = Path.child(path + ".mappings.byName", from);
            boolean whole = from.endsWith("/*") || from.isEmpty();
            check.require(
                    from.isEmpty() || isObject(from),
                    at,
                    "must be namespace/name or namespace/*, but is \"" + from + '"');
            check.require(
                    (isObject(to) && to.endsWith("/*") == whole) || !to.contains("/"),
                    at,
                    "must map to the same form, but maps to \"" + to + '"');
        });
    }

    private static boolean isObject(String text) {
        var parts = text.split("/", -1);
        return parts.length == 2
                && Grammar.isDnsLabel(parts[0])
                && (parts[1].equals("*") || Grammar.isDnsName(parts[1]));
    }

    private static void customResources(Check check, SyncToHost toHost, SyncFromHost fromHost) {
        toHost.customResources()
                .forEach((name, resource) -> {
                    var at = Path.child("sync.toHost.customResources", name);
                    check.require(
                            resource.scope().equals("Namespaced"),
                            at + ".scope",
                            "must be Namespaced, but is \"" + resource.scope() + '"');
                    var other = fromHost.customResources().get(name);
                    check.require(
                            !resource.enabled() || other == null || !other.enabled(),
                            at,
                            "is synced from the host as well; one direction is possible");
                });
        fromHost.customResources()
                .forEach((name, resource) -> {
                    var at = Path.child("sync.fromHost.customResources", name);
                    check.require(
                            !resource.scope().isEmpty(),
                            at + ".scope",
                            "must be Namespaced or Cluster, but is empty");
                    check.oneOf(at + ".scope", resource.scope(), "Namespaced", "Cluster");
                    boolean namespaced = resource.scope().equals("Namespaced");
                    check.require(
                            !resource.enabled()
                                    || resource.mappings().byName().isEmpty() != namespaced,
                            at + ".mappings.byName",
                            namespaced
                                    ? "must not be empty for a namespaced kind"
                                    : "must be empty for a cluster-wide kind");
                });
    }

    private static void patches(Check check) {
        for (var direction : List.of("sync.toHost", "sync.fromHost")) {
            if (Tree.at(check.written(), direction) instanceof Node.Obj(var kinds)) {
                kinds.forEach(
                        (kind, node) -> patchesBelow(check, node, Path.child(direction, kind)));
            }
        }
    }

    private static void patchesBelow(Check check, Node node, String path) {
        if (!(node instanceof Node.Obj(var entries))) {
            return;
        }
        entries.forEach((key, value) -> {
            if (key.equals("patches") && value instanceof Node.Arr(var items)) {
                for (int i = 0; i < items.size(); i++) {
                    patch(check, items.get(i), Path.item(path + ".patches", i));
                }
            } else {
                patchesBelow(check, value, Path.child(path, key));
            }
        });
    }

    private static void patch(Check check, Node node, String path) {
        if (!(node instanceof Node.Obj(var entries))) {
            return;
        }
        check.require(entries.containsKey("path"), path + ".path", "must be set");
        boolean expression =
                entries.containsKey("expression") || entries.containsKey("reverseExpression");
        int ways =
                (expression ? 1 : 0)
                        + (entries.containsKey("labels") ? 1 : 0)
                        + (entries.containsKey("reference") ? 1 : 0);
        check.require(ways == 1, path, "must have exactly one of expression, labels and reference");
    }
}
