package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.translate.ShownKind.Name;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which of a tenant's routes may attach to gateways of the host that it is shown. The host sees
/// all of them in one namespace, so that its own listeners cannot tell.
///
/// @param otherwise for gateways that no rule speaks of, or whose rule speaks of host names alone;
///   empty to show what the host's listeners say, and to ask nothing here
/// @param rules by the gateways' names in the host cluster
public record GatewayAccess(Optional<Namespaces> otherwise, Map<Name, Rule> rules) {
    /// From which of the tenant's namespaces.
    public sealed interface Namespaces {
        /// From each.
        record All() implements Namespaces {}

        /// From the one in which the tenant sees the gateway.
        record Same() implements Namespaces {}

        /// From those with such labels.
        record Selected(Map<String, Object> selector) implements Namespaces {
            public Selected {
                selector = Map.copyOf(selector);
            }
        }
    }

    /// What holds for one gateway.
    ///
    /// @param hostnames that routes may ask for, `*.` in front for all below; empty for any
    public record Rule(Optional<Namespaces> namespaces, List<String> hostnames) {
        public Rule {
            hostnames = List.copyOf(hostnames);
        }
    }

    public GatewayAccess {
        rules = Map.copyOf(rules);
    }

    /// Where the host's own listeners alone say it.
    public static GatewayAccess ofTheHost() {
        return new GatewayAccess(Optional.empty(), Map.of());
    }

    /// Shows it in the gateways' listeners.
    public Patch shown() {
        return new Patch(
                FieldPath.parse("spec.listeners[*]"),
                new Patch.Expressed(
                        Optional.of((listener, context) ->
                                listener.map(as -> shown(as, Tree.map(context, "hostObject")))),
                        Optional.empty()));
    }

    private Object shown(Object listener, Map<String, Object> host) {
        var namespaces = namespaces(nameOf(new KubeObject(host)));
        if (namespaces.isEmpty() || !(listener instanceof Map<?, ?>)) {
            return listener;
        }
        var changed = Tree.copy(Tree.map(Map.of("listener", listener), "listener"));
        Tree.made(changed, "allowedRoutes").put("namespaces", tree(namespaces.get()));
        return changed;
    }

    private static Map<String, Object> tree(Namespaces namespaces) {
        return switch (namespaces) {
            case Namespaces.All() -> Map.of("from", "All");
            case Namespaces.Same() -> Map.of("from", "Same");
            case Namespaces.Selected(var selector) ->
                    Map.of("from", "Selector", "selector", selector);
        };
    }

    private static Name nameOf(KubeObject gateway) {
        return new Name(gateway.namespace(), gateway.name());
    }

    private Optional<Namespaces> namespaces(Name host) {
        return Optional.ofNullable(rules.get(host)).flatMap(Rule::namespaces).or(() -> otherwise);
    }

    /// Refuses a route that may not attach to the gateway.
    ///
    /// @param host the gateway's name in the host cluster, and what the tenant sees it by
    void check(KubeObject route, Name host, Name seen, TenantView view, Findings findings) {
        boolean may =
                namespaces(host)
                        .map(namespaces -> isFrom(namespaces, route.namespace(), seen, view))
                        .orElse(true);
        findings.refuseIf(
                !may, "parentRefs: gateway " + seen + " takes no routes of this namespace");
        var allowed = Optional.ofNullable(rules.get(host)).map(Rule::hostnames).orElse(List.of());
        if (allowed.isEmpty()) {
            return;
        }
        var asked = Tree.texts(route.map("spec"), "hostnames");
        var which = "; it takes " + String.join(", ", allowed);
        findings.refuseIf(
                asked.isEmpty(), "spec.hostnames is to be set for gateway " + seen + which);
        for (var hostname : asked) {
            findings.refuseIf(
                    allowed.stream().noneMatch(pattern -> covers(pattern, hostname)),
                    "spec.hostnames: " + hostname + " is not for gateway " + seen + which);
        }
    }

    private static boolean isFrom(
            Namespaces namespaces, String namespace, Name seen, TenantView view) {
        return switch (namespaces) {
            case Namespaces.All() -> true;
            case Namespaces.Same() -> namespace.equals(seen.namespace());
            case Namespaces.Selected(var selector) ->
                    LabelMatch.matches(
                            selector, view.namespaces().getOrDefault(namespace, Map.of()));
        };
    }

    private static boolean covers(String pattern, String asked) {
        var all = pattern.toLowerCase(Locale.ROOT);
        var hostname = asked.toLowerCase(Locale.ROOT);
        return hostname.equals(all)
                || (all.startsWith("*.") && hostname.endsWith(all.substring(1)));
    }
}
