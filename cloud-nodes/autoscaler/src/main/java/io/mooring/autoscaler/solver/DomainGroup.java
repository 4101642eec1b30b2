package io.mooring.autoscaler.solver;

import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How many pods of some classes each domain of a topology key has.
final class DomainGroup {

    final String key;
    final BitSet members;

    /// Pods elsewhere do not count.
    final Bits counted;

    private final Map<String, Integer> counts = new TreeMap<>();

    /// Domains in which a pod is that does not want the members.
    private final Set<String> holders = new TreeSet<>();

    DomainGroup(String key, BitSet members, Bits counted) {
        this.key = key;
        this.members = members;
        this.counted = counted;
    }

    boolean has(PodClass podClass) {
        return members.get(podClass.id());
    }

    int count(String domain) {
        return counts.getOrDefault(domain, 0);
    }

    boolean empty() {
        return counts.isEmpty();
    }

    boolean held(String domain) {
        return holders.contains(domain);
    }

    void add(String domain, int pods) {
        if (pods > 0) {
            counts.merge(domain, pods, Integer::sum);
        }
    }

    void hold(String domain) {
        holders.add(domain);
    }
}
