package io.mooring.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Names of namespaces and gateways on the host and in the virtual cluster.
final class MappingRules implements Rule {
    private static final int LONGEST_PREFIX = 32;
    private static final Set<String> RESERVED =
            Set.of("kube-system", "kube-public", "kube-node-lease");

    @Override
    public void check(Check check) {
        var namespaces = check.config().sync().toHost().namespaces();
        if (namespaces.enabled()) {
            namespaces(check, namespaces.mappings().byName());
        }
        var gateways = check.config().sync().fromHost().gateways();
        if (gateways.enabled()) {
            gateways(check, gateways.mappings().byName());
        }
        var path = "sync.fromHost.gateways.allowedRoutes";
        policy(
                check,
                path + ".defaultVirtualNamespacePolicy",
                gateways.allowedRoutes().defaultVirtualNamespacePolicy());
        var overrides = gateways.allowedRoutes().overrides();
        for (int i = 0; i < overrides.size(); i++) {
            var at = Path.item(path + ".overrides", i);
            policy(
                    check,
                    at + ".virtualNamespacePolicy",
                    overrides.get(i).virtualNamespacePolicy());
            if (gateways.enabled()) {
                override(check, at, overrides.get(i), gateways.mappings().byName());
            }
        }
    }

    private static void namespaces(Check check, Map<String, String> mappings) {
        var path = "sync.toHost.namespaces.mappings.byName";
        check.require(!mappings.isEmpty(), path, "must not be empty while namespaces are synced");
        var targets = new HashMap<String, String>();
        mappings.forEach((from, to) -> {
            var at = Path.child(path, from);
            var pair = '"' + from + "\": \"" + to + '"';
            check.require(!to.equals("*"), at, pair + " would take every host namespace");
            check.require(
                    from.endsWith("*") == to.endsWith("*"),
                    at,
                    pair + " must have * at the end of both sides, or of neither");
            side(check, at, pair, from);
            side(check, at, pair, to);
            var earlier = targets.putIfAbsent(to, from);
            check.require(earlier == null, at, pair + " has the same target as \"" + earlier + '"');
        });
    }

    private static void side(Check check, String path, String pair, String side) {
        var prefix = side.endsWith("*") ? side.substring(0, side.length() - 1) : side;
        var plain = prefix.replaceFirst("\\$\\{name}", "name");
        check.require(!plain.contains("*"), path, pair + " may have * at the end only");
        check.require(!plain.contains("/"), path, pair + " must not contain /");
        check.require(!plain.contains("${name}"), path, pair + " may have ${name} once only");
        check.require(
                !side.endsWith("*") || prefix.length() <= LONGEST_PREFIX,
                path,
                pair + " has a prefix of more than " + LONGEST_PREFIX + " letters");
        check.require(
                plain.isEmpty() || plain.matches("[-a-z0-9$/*{}]+"),
                path,
                pair + " must be lower-case letters, digits and dashes");
    }

    private static void gateways(Check check, Map<String, String> mappings) {
        var path = "sync.fromHost.gateways.mappings.byName";
        check.require(!mappings.isEmpty(), path, "must not be empty while gateways are synced");
        mappings.forEach((from, to) -> {
            var at = Path.child(path, from);
            for (var side : new String[] {from, to}) {
                int slash = side.indexOf('/');
                check.require(
                        slash > 0 && slash == side.lastIndexOf('/'),
                        at,
                        "must be namespace/name or namespace/* on both sides, but has \""
                                + side
                                + '"');
                check.require(
                        slash < 0 || !RESERVED.contains(side.substring(0, slash)),
                        at,
                        "must not use a namespace of the system, but has \"" + side + '"');
            }
            check.require(
                    from.endsWith("/*") == to.endsWith("/*"),
                    at,
                    "must have /* on both sides, or on neither");
        });
    }

    private static void override(
            Check check,
            String path,
            SyncFromHost.RouteOverride override,
            Map<String, String> mappings) {
        var all = override.hostNamespace() + "/*";
        var one = override.hostNamespace() + "/" + override.name();
        check.require(
                mappings.containsKey(all) || mappings.containsKey(one),
                path,
                "is for gateway "
                        + one
                        + ", which sync.fromHost.gateways.mappings.byName does not have");
        for (int i = 0; i < override.allowedHostnames().size(); i++) {
            var hostname = override.allowedHostnames().get(i);
            check.require(
                    Grammar.isDnsName(hostname.replaceFirst("^\\*\\.", "")),
                    Path.item(path + ".allowedHostnames", i),
                    "must be a host name, or one after *., but is \"" + hostname + '"');
        }
    }

    private static void policy(Check check, String path, SyncFromHost.NamespacePolicy policy) {
        check.oneOf(path + ".from", policy.from(), "All", "Same", "Selector");
        var selector = policy.selector();
        check.require(
                !policy.from().equals("Selector")
                        || !selector.matchLabels().isEmpty()
                        || !selector.matchExpressions().isEmpty(),
                path + ".selector",
                "must not be empty while from is Selector");
    }
}
