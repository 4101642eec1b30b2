package io.mooring.api;

import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// Names with other targets: one name, one target each.
final class ResolveDnsRules implements Rule {
    private static final String ANY = "*.";

    @Override
    public void check(Check check) {
        var all = check.config().networking().resolveDNS();
        var taken = new HashSet<String>();
        for (int i = 0; i < all.size(); i++) {
            var at = Path.item("networking.resolveDNS", i);
            var entry = all.get(i);
            check.require(
                    set(entry.hostname(), entry.service(), entry.namespace()) == 1,
                    at,
                    "must have exactly one of hostname, service and namespace");
            var target = entry.target();
            check.require(
                    set(
                                    target.hostname(),
                                    target.ip(),
                                    target.hostService(),
                                    target.hostNamespace(),
                                    target.vClusterService())
                            == 1,
                    at + ".target",
                    "must have exactly one of hostname, ip, hostService, hostNamespace and"
                            + " vClusterService");
            names(check, at, entry);
            var source = entry.hostname() + " " + entry.service() + " " + entry.namespace();
            check.require(
                    taken.add(source), at, "has the same name as another: one target for each");
            check.require(
                    target.ip().isEmpty() || CidrBlock.isAddress(target.ip()),
                    at + ".target.ip",
                    "must be an address, but is \"" + target.ip() + '"');
        }
        mappings(check);
    }

    private static void names(Check check, String at, Networking.ResolveDns entry) {
        var target = entry.target();
        boolean any = entry.hostname().startsWith(ANY);
        hostname(check, at + ".hostname", entry.hostname());
        hostname(check, at + ".target.hostname", target.hostname());
        check.require(
                any == target.hostname().startsWith(ANY),
                at + ".target.hostname",
                "must begin with *. if hostname does, and else not");
        check.require(
                entry.namespace().isEmpty() == target.hostNamespace().isEmpty(),
                at,
                "must have namespace and target.hostNamespace together: a namespace is that of"
                        + " another");
        label(check, at + ".namespace", entry.namespace());
        label(check, at + ".target.hostNamespace", target.hostNamespace());
        service(check, at + ".service", entry.service());
        service(check, at + ".target.hostService", target.hostService());
        var parts = List.of(target.vClusterService().split("/", -1));
        check.require(
                target.vClusterService().isEmpty()
                        || (parts.size() == 4 && parts.stream().allMatch(Grammar::isDnsLabel)),
                at + ".target.vClusterService",
                "must be hostNamespace/cluster/namespace/name, but is \""
                        + target.vClusterService()
                        + '"');
    }

    private static void hostname(Check check, String path, String name) {
        var plain = name.startsWith(ANY) ? name.substring(ANY.length()) : name;
        check.require(
                name.isEmpty() || Grammar.isDnsName(plain),
                path,
                "must be a DNS name, or *. and one, but is \"" + name + '"');
    }

    private static void label(Check check, String path, String name) {
        check.require(
                name.isEmpty() || Grammar.isDnsLabel(name),
                path,
                "must be the name of a namespace, but is \"" + name + '"');
    }

    private static void service(Check check, String path, String name) {
        check.require(
                name.isEmpty() || isService(name),
                path,
                "must be namespace/name, but is \"" + name + '"');
    }

    private static void mappings(Check check) {
        var copies = check.config().networking().replicateServices();
        mappings(
                check,
                "networking.replicateServices.toHost",
                copies.toHost(),
                Grammar::isDnsLabel,
                "must be the name of a service in the control plane's own namespace");
        mappings(
                check,
                "networking.replicateServices.fromHost",
                copies.fromHost(),
                ResolveDnsRules::isService,
                "must be namespace/name in the virtual cluster");
    }

    private static boolean isService(String text) {
        var parts = List.of(text.split("/", -1));
        return parts.size() == 2 && parts.stream().allMatch(Grammar::isDnsLabel);
    }

    private static void mappings(
            Check check,
            String path,
            List<Networking.ServiceMapping> mappings,
            Predicate<String> isTarget,
            String target) {
        var taken = new HashSet<String>();
        for (int i = 0; i < mappings.size(); i++) {
            var at = Path.item(path, i);
            var from = mappings.get(i).from();
            var to = mappings.get(i).to();
            check.require(!from.isEmpty(), at + ".from", "must be set");
            check.require(
                    from.isEmpty() || isService(from),
                    at + ".from",
                    "must be namespace/name, but is \"" + from + '"');
            check.require(!to.isEmpty(), at + ".to", "must be set");
            check.require(
                    to.isEmpty() || isTarget.test(to),
                    at + ".to",
                    target + ", but is \"" + to + '"');
            check.require(
                    to.isEmpty() || taken.add(to), at + ".to", "is the target of another as well");
        }
    }

    private static long set(String... values) {
        return List.of(values).stream().filter(value -> !value.isEmpty()).count();
    }
}
