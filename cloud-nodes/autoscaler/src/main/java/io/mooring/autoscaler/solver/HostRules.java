package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.HostPort;
import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.PodTerm;
import io.mooring.autoscaler.model.Spread;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What pods on one node have to do with each other: spread and anti-affinity by hostname, and host
/// ports. Groups of classes are counted per node.
///
/// Spread looks at the pods that are there when a pod comes, so pods without a rule of their own
/// can always come last: spread does not count them.
final class HostRules {

    /// Rules of one class.
    ///
    /// @param member groups that count its pods
    /// @param holds groups whose pods it does not want beside it, whoever came first
    /// @param limited groups that may have at most `limits` on a node where another such pod comes
    record Rules(int[] member, int[] holds, int[] limited, int[] limits) {

        boolean none() {
            return member.length + holds.length + limited.length == 0;
        }
    }

    private final Map<BitSet, Integer> groups = new LinkedHashMap<>();
    private final List<Rules> rules = new ArrayList<>();

    HostRules(List<PodClass> classes, Selections selections) {
        var holds = new ArrayList<List<Integer>>();
        var limited = new ArrayList<List<Integer>>();
        var limits = new ArrayList<List<Integer>>();
        for (PodClass podClass : classes) {
            var against = new ArrayList<Integer>();
            var spread = new ArrayList<Integer>();
            var most = new ArrayList<Integer>();
            for (PodTerm term : podClass.template().podAntiAffinity()) {
                if (term.topologyKey().equals(Labels.HOSTNAME)) {
                    against.add(group(selections.of(term, podClass.template())));
                }
            }
            for (HostPort port : podClass.template().hostPorts()) {
                against.add(group(takers(classes, port)));
            }
            for (Spread constraint : podClass.template().spreads()) {
                if (constraint.hard() && constraint.topologyKey().equals(Labels.HOSTNAME)) {
                    BitSet selected = selections.of(constraint.selector(), podClass.template());
                    spread.add(group(selected));
                    most.add(constraint.maxSkew() - (selected.get(podClass.id()) ? 1 : 0));
                }
            }
            for (int group : against) {
                spread.add(group);
                most.add(0);
            }
            holds.add(against);
            limited.add(spread);
            limits.add(most);
        }
        var held = new HashSet<Integer>();
        holds.forEach(held::addAll);
        var member = new ArrayList<List<Integer>>();
        classes.forEach(_ -> member.add(new ArrayList<>()));
        groups.forEach((ids, group) ->
                ids.stream()
                        .filter(id -> held.contains(group) || !limited.get(id).isEmpty())
                        .forEach(id -> member.get(id).add(group)));
        for (PodClass podClass : classes) {
            int id = podClass.id();
            rules.add(
                    new Rules(
                            array(member.get(id)),
                            array(holds.get(id)),
                            array(limited.get(id)),
                            array(limits.get(id))));
        }
    }

    int groups() {
        return groups.size();
    }

    Rules of(PodClass podClass) {
        return rules.get(podClass.id());
    }

    private int group(BitSet classes) {
        return groups.computeIfAbsent(classes, _ -> groups.size());
    }

    private static BitSet takers(List<PodClass> classes, HostPort port) {
        var takers = new BitSet();
        classes.stream()
                .filter(c -> c.template().hostPorts().stream().anyMatch(port::conflictsWith))
                .forEach(c -> takers.set(c.id()));
        return takers;
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
