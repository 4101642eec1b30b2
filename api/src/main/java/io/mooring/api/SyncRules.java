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

    private static final Pattern CUSTOM =
            Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+(/v[a-z0-9]+)?");

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
        SyncedKinds.fromHost(check.config()).forEach(kind -> selector(check, kind));
        schedulers(check, toHost.pods().hybridScheduling());
        PatchRules.check(check);
    }

    private static void selector(Check check, SyncedKind kind) {
        var expressions = kind.selector().matchExpressions();
        for (int i = 0; i < expressions.size(); i++) {
            var at = Path.item(kind.path() + ".selector.matchExpressions", i) + ".operator";
            check.require(!expressions.get(i).operator().isEmpty(), at, "must be set");
            check.oneOf(at, expressions.get(i).operator(), "In", "NotIn", "Exists", "DoesNotExist");
        }
    }

    private static void schedulers(Check check, SyncToHost.HybridScheduling hybrid) {
        var path = "sync.toHost.pods.hybridScheduling";
        check.require(
                !hybrid.enabled() || !hybrid.hostSchedulers().isEmpty(),
                path + ".hostSchedulers",
                "must not be empty while " + path + " is enabled");
        check.require(
                !SyncedKinds.schedules(check.config())
                        || !hybrid.hostSchedulers().contains("default-scheduler"),
                path + ".hostSchedulers",
                "must not have default-scheduler, which is the virtual cluster's own");
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
        check.require(
                !kind.enabled() || !kind.mappings().byName().isEmpty(),
                path + ".mappings.byName",
                "must not be empty while "
                        + path
                        + " is enabled; map namespace/name to"
                        + " namespace/name");
        mappings(check, path + ".mappings.byName", kind.mappings());
    }

    private static void mappings(Check check, String path, SyncToHost.Mappings mappings) {
        mappings.byName()
                .forEach((from, to) -> {
                    var at = Path.child(path, from);
                    boolean own = from.startsWith("/") && Grammar.isDnsName(from.substring(1));
                    boolean whole = from.endsWith("/*") || from.isEmpty();
                    check.require(
                            from.isEmpty() || own || isObject(from),
                            at,
                            "must be namespace/name or namespace/*, or /name or nothing for the control"
                                    + " plane's own namespace, but is \""
                                    + from
                                    + '"');
                    check.require(
                            (isObject(to) && to.endsWith("/*") == whole)
                                    || (!to.contains("/") && Grammar.isDnsLabel(to)),
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
                    custom(check, at, name);
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
                    mappings(check, at + ".mappings.byName", resource.mappings());
                    custom(check, at, name);
                });
    }

    private static void custom(Check check, String at, String name) {
        check.require(
                CUSTOM.matcher(name).matches(),
                at,
                "must be the name of a CustomResourceDefinition like widgets.example.com, with"
                        + " /VERSION if not the stored one is meant");
    }
}
