package io.mooring.addons;

import java.util.ArrayList;
import java.util.List;

/// Names to which the cluster's DNS gives another meaning than they have by themselves.
///
/// @param meanings those for one name come before those for all below one
/// @param hostServers which servers know names of the host cluster, as addresses; empty if no
///   meaning is one of those
/// @param hostDomain the domain of its services
public record DnsNames(List<Meaning> meanings, List<String> hostServers, String hostDomain) {
    /// Stands for the host's domain, which may be called as the cluster's own is. The suffix is set
    /// aside for private use, and no name of it is known anywhere else.
    private static final String OF_HOST = "host.mooring.internal";

    /// What one name means, or all below one.
    public sealed interface Meaning {
        /// This address.
        record Address(String name, String ip) implements Meaning {}

        /// What another name does, which is answered as if that had been asked for.
        ///
        /// @param below whether all names below are meant, and not the name itself
        record Other(String name, Place place, boolean below) implements Meaning {}
    }

    /// Another name.
    public sealed interface Place {
        /// One of the cluster's own, or of the world.
        record Here(String name) implements Place {}

        /// One of the host cluster's services, or a namespace of them.
        ///
        /// @param name without the domain of services: `web.shop`, or `shop`
        record InHost(String name) implements Place {}
    }

    public DnsNames {
        meanings = List.copyOf(meanings);
        hostServers = List.copyOf(hostServers);
    }

    /// Where every name means what it does by itself.
    public static DnsNames asTheyAre() {
        return new DnsNames(List.of(), List.of(), "");
    }

    /// Lines of the plugin `hosts`.
    String hosts() {
        var lines = new StringBuilder();
        for (var meaning : meanings) {
            if (meaning instanceof Meaning.Address(var name, var ip)) {
                lines.append("        ").append(ip).append(' ').append(name).append('\n');
            }
        }
        return lines.toString();
    }

    /// Lines of the block of servers that pods ask.
    String rewrites() {
        var lines = new ArrayList<String>();
        for (boolean below : List.of(false, true)) {
            for (var meaning : meanings) {
                if (meaning instanceof Meaning.Other other && other.below() == below) {
                    lines.add("    " + rewrite(other) + "\n");
                }
            }
        }
        if (asksHost()) {
            lines.add("    forward " + OF_HOST + " 127.0.0.1:1053\n");
        }
        return String.join("", lines);
    }

    private static String rewrite(Meaning.Other other) {
        var to =
                switch (other.place()) {
                    case Place.Here(var name) -> name;
                    case Place.InHost(var name) -> name + ".svc." + OF_HOST;
                };
        return other.below()
                ? "rewrite stop name suffix ." + other.name() + " ." + to + " answer auto"
                : "rewrite stop name exact " + other.name() + " " + to;
    }

    /// The block that asks the host, or none.
    String hostBlock() {
        return asksHost()
                ? """

                %s:1053 {
                    errors
                    rewrite stop name suffix .%s .%s answer auto
                    forward . %s
                }
                """
                        .formatted(OF_HOST, OF_HOST, hostDomain, String.join(" ", hostServers))
                : "";
    }

    /// Whether any of them is a service of the host cluster.
    public boolean asksHost() {
        return meanings.stream()
                .anyMatch(meaning ->
                        meaning instanceof Meaning.Other other
                                && other.place() instanceof Place.InHost);
    }
}
