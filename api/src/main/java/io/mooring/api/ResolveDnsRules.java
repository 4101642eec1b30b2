package io.mooring.api;

import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// Names with other targets: one name, one target each.
final class ResolveDnsRules implements Rule {
    @Override
    public void check(Check check) {
        var all = check.config().networking().resolveDNS();
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
            check.require(
                    target.ip().isEmpty() || CidrBlock.isAddress(target.ip()),
                    at + ".target.ip",
                    "must be an address, but is \"" + target.ip() + '"');
        }
        mappings(check);
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
