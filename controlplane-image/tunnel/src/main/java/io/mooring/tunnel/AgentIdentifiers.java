package io.mooring.tunnel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/// What an agent says it can reach. Identifiers of a kind not known here are ignored.
public record AgentIdentifiers(
        Set<String> ipv4,
        Set<String> ipv6,
        Set<String> hosts,
        Set<String> cidrs,
        boolean defaultRoute) {
    public AgentIdentifiers {
        ipv4 = Set.copyOf(ipv4);
        ipv6 = Set.copyOf(ipv6);
        hosts = Set.copyOf(hosts);
        cidrs = Set.copyOf(cidrs);
    }

    /// Reads the form of a URL query: `ipv4=..&ipv6=..&host=..&cidr=..&default-route=true`.
    ///
    /// @throws IllegalArgumentException when an escape is malformed
    public static AgentIdentifiers parse(String query) {
        var ipv4 = new LinkedHashSet<String>();
        var ipv6 = new LinkedHashSet<String>();
        var hosts = new LinkedHashSet<String>();
        var cidrs = new LinkedHashSet<String>();
        var defaultRoute = false;
        for (var pair : query.split("&", -1)) {
            var equals = pair.indexOf('=');
            var key = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            switch (key) {
                case "ipv4" -> ipv4.add(value);
                case "ipv6" -> ipv6.add(value);
                case "host" -> hosts.add(value);
                case "cidr" -> cidrs.add(value);
                case "default-route" -> defaultRoute |= value.equals("true");
                default -> {
                    continue;
                }
            }
        }
        return new AgentIdentifiers(ipv4, ipv6, hosts, cidrs, defaultRoute);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Set<HostName> names() {
        var names = new LinkedHashSet<HostName>();
        ipv4.forEach(name -> names.add(HostName.of(name)));
        ipv6.forEach(name -> names.add(HostName.of(name)));
        hosts.forEach(name -> names.add(HostName.of(name)));
        return names;
    }
}
