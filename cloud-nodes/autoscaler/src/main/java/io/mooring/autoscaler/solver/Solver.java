package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Solution.UnplacedPods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Solves one workload: domains, then demands, then packing and its improvement, then words.
///
/// Holds no state; equal workloads have equal solutions.
public final class Solver {

    private Solver() {}

    public static Solution solve(Workload workload) {
        return solve(workload, Effort.FULL);
    }

    public static Solution solve(Workload workload, Effort effort) {
        var catalog = new Catalog(workload);
        var classes = new PodClasses(workload, catalog);
        var selections = new Selections(classes.classes, workload.namespaces());
        var hostRules = new HostRules(classes.classes, selections);
        var domainRules = new DomainRules(catalog, classes.classes, selections);
        var planner = new DomainPlanner(catalog, classes, domainRules, workload);
        List<Share> shares =
                new HostAffinity(catalog, selections, hostRules, planner.homeless())
                        .bundled(planner.plan());
        var standing = new StandingPods(catalog, classes, hostRules, workload.podTemplates());
        var problem = new Problem(catalog, Demands.join(shares, hostRules), standing);
        int[] units = problem.demands.stream().mapToInt(d -> d.units().size()).toArray();
        var values = new Values(problem, units);
        Packing packing =
                new Search(problem, values, () -> new Ledger(workload, catalog))
                        .best(units, effort);
        var assembled = new Assembler(problem, packing, new NodeReasons(problem));
        return new Solution(
                assembled.nodes(),
                assembled.placements(),
                unplaced(workload, catalog, classes, planner, assembled.unplaced()),
                assembled.nodes().stream().mapToLong(n -> Math.round(n.price() * 1e9)).sum() / 1e9,
                values.bound / 1e9);
    }

    private static List<UnplacedPods> unplaced(
            Workload workload,
            Catalog catalog,
            PodClasses classes,
            DomainPlanner planner,
            List<Integer> unpacked) {
        Map<PodClass, List<Integer>> byClass = new HashMap<>();
        for (int pod : unpacked) {
            PodClass podClass = classes.of(workload.podTemplates().get(workload.pods().get(pod)));
            byClass.computeIfAbsent(podClass, _ -> new ArrayList<>()).add(pod);
        }
        var nearMiss = new NearMiss(catalog);
        var explained = new ArrayList<UnplacedPods>();
        var homeless = planner.homeless();
        var all = new HashSet<>(byClass.keySet());
        all.addAll(homeless.keySet());
        all.stream()
                .sorted((a, b) -> Integer.compare(a.id(), b.id()))
                .forEach(podClass -> {
                    if (byClass.containsKey(podClass)) {
                        explained.add(
                                nearMiss.explain(
                                        podClass,
                                        byClass.getOrDefault(podClass, List.of()),
                                        false));
                    }
                    var pods = new ArrayList<Integer>();
                    homeless.getOrDefault(podClass, List.of())
                            .forEach(unit -> {
                                for (int pod : unit) {
                                    pods.add(pod);
                                }
                            });
                    if (!pods.isEmpty()) {
                        explained.add(nearMiss.explain(podClass, pods, true));
                    }
                });
        return explained;
    }
}
