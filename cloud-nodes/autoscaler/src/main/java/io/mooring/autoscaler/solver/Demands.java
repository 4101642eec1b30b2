package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.HostRules.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Joins the shares of all classes that packing need not tell apart, largest first.
final class Demands {

    private record Key(
            List<Long> request,
            Bits offers,
            Bits widest,
            List<Integer> member,
            List<Integer> holds,
            List<Integer> limited,
            List<Integer> limits) {}

    private static final Comparator<Demand> ORDER =
            Comparator.comparing(Demand::request, (a, b) -> -Arrays.compare(a, b))
                    .thenComparing(Demand::offers)
                    .thenComparing(Demand::widest)
                    .thenComparing(d -> d.rules().member(), Arrays::compare)
                    .thenComparing(d -> d.rules().limited(), Arrays::compare)
                    .thenComparing(d -> d.rules().limits(), Arrays::compare);

    private Demands() {}

    static List<Demand> join(List<Share> shares, HostRules hostRules) {
        Map<Key, Demand> joined = new LinkedHashMap<>();
        for (Share share : shares) {
            if (share.units().isEmpty()) {
                continue;
            }
            long[] request = share.podClass().request(share.units().getFirst().length);
            Rules rules = hostRules.of(share.podClass());
            joined.computeIfAbsent(
                            key(share, request, rules),
                            _ ->
                                    new Demand(
                                            request,
                                            share.offers(),
                                            share.widest(),
                                            rules,
                                            new ArrayList<>()))
                    .units()
                    .addAll(share.units());
        }
        var ordered = new ArrayList<>(joined.values());
        ordered.sort(ORDER);
        return ordered;
    }

    private static Key key(Share share, long[] request, Rules rules) {
        return new Key(
                Arrays.stream(request).boxed().toList(),
                share.offers(),
                share.widest(),
                list(rules.member()),
                list(rules.holds()),
                list(rules.limited()),
                list(rules.limits()));
    }

    private static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
