package io.mooring.pki;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What one leaf certificate says.
record LeafSpec(String commonName, List<String> organizations, Usage usage, Set<String> names) {
    enum Usage {
        SERVER,
        CLIENT,
        /// Both, as members of a cluster are to each other.
        PEER
    }

    LeafSpec {
        organizations = List.copyOf(organizations);
        names = new TreeSet<>(names);
    }

    static LeafSpec client(String commonName, String... organizations) {
        return new LeafSpec(commonName, List.of(organizations), Usage.CLIENT, Set.of());
    }

    static LeafSpec server(String commonName, Collection<String> names) {
        return new LeafSpec(commonName, List.of(), Usage.SERVER, Names.normalised(names));
    }

    static LeafSpec peer(String commonName, Collection<String> names) {
        return new LeafSpec(commonName, List.of(), Usage.PEER, Names.normalised(names));
    }
}
