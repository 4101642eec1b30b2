package io.mooring.api;

import java.util.List;

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
        mappings(check, "networking.replicateServices.toHost", copies.toHost());
        mappings(check, "networking.replicateServices.fromHost", copies.fromHost());
    }

    private static void mappings(
            Check check, String path, List<Networking.ServiceMapping> mappings) {
        for (int i = 0; i < mappings.size(); i++) {
            var at = Path.item(path, i);
            check.require(!mappings.get(i).from().isEmpty(), at + ".from", "must be set");
            check.require(!mappings.get(i).to().isEmpty(), at + ".to", "must be set");
        }
    }

    private static long set(String... values) {
        return List.of(values).stream().filter(value -> !value.isEmpty()).count();
    }
}
