package io.mooring.autoscaler.testkit;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.PodTerm;
import io.mooring.autoscaler.model.Spread;
import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Solution;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Looks at an answer for nodes that are not there, overfull, or against a pod's rules. Knows
/// nothing of how the solver works; for workloads without standing nodes.
public final class Checker {

    private final Workload workload;
    private final List<String> problems = new ArrayList<>();
    private final Map<Integer, Map<String, String>> nodeOfPod = new HashMap<>();

    private Checker(Workload workload) {
        this.workload = workload;
    }

    public static List<String> problems(Workload workload, Solution solution) {
        var checker = new Checker(workload);
        int number = 0;
        for (PlannedNode node : solution.nodes()) {
            checker.node(node, "node-" + number++);
        }
        Set<Integer> known = new HashSet<>(checker.nodeOfPod.keySet());
        solution.unplaced().forEach(unplaced -> known.addAll(unplaced.pods()));
        if (known.size() != workload.pods().size()) {
            checker.problems.add("only " + known.size() + " pods are accounted for");
        }
        checker.nodeOfPod.keySet().forEach(checker::together);
        return checker.problems;
    }

    private void node(PlannedNode node, String host) {
        InstanceType type =
                workload.instanceTypes().stream()
                        .filter(t -> t.name().equals(node.instanceType()))
                        .findFirst()
                        .orElseThrow();
        NodePool pool =
                workload.nodePools().stream()
                        .filter(p -> p.name().equals(node.nodePool()))
                        .findFirst()
                        .orElseThrow();
        if (type.offerings().stream().noneMatch(offering -> same(offering, node))) {
            problems.add(host + " is not for sale");
        }
        var labels = new TreeMap<String, String>(pool.labels());
        type.labels()
                .forEach((key, values) -> {
                    if (values.size() == 1) {
                        labels.put(key, values.first());
                    }
                });
        labels.put("topology.kubernetes.io/zone", node.zone());
        labels.put("karpenter.sh/capacity-type", node.capacityType());
        labels.put("kubernetes.io/hostname", host);
        var used = new TreeMap<String, Long>();
        workload.daemonPods().stream()
                .filter(daemon -> allowed(daemon, pool, labels))
                .forEach(daemon -> use(daemon, used));
        for (int pod : node.pods()) {
            PodTemplate template = template(pod);
            use(template, used);
            if (!allowed(template, pool, labels)) {
                problems.add("pod " + pod + " is not allowed on " + node);
            }
            if (nodeOfPod.put(pod, labels) != null) {
                problems.add("pod " + pod + " is placed twice");
            }
        }
        used.forEach((resource, amount) -> {
            if (amount > type.allocatable().getOrDefault(resource, 0L)) {
                problems.add(host + " has too little " + resource);
            }
        });
    }

    private static boolean same(Offering offering, PlannedNode node) {
        return offering.available()
                && offering.zone().equals(node.zone())
                && offering.capacityType().equals(node.capacityType())
                && offering.price() == node.price();
    }

    private static void use(PodTemplate pod, Map<String, Long> used) {
        pod.requests().forEach((resource, amount) -> used.merge(resource, amount, Long::sum));
        used.merge("pods", 1L, Long::sum);
    }

    private static boolean allowed(PodTemplate pod, NodePool pool, Map<String, String> labels) {
        boolean selected =
                pod.nodeSelector().entrySet().stream()
                        .allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
        boolean term =
                pod.nodeTerms().isEmpty()
                        || pod.nodeTerms().stream()
                                .anyMatch(t ->
                                        t.requirements().stream()
                                                .allMatch(r ->
                                                        r.values().matches(labels.get(r.key()))));
        return selected
                && term
                && pool.taints().stream()
                        .allMatch(taint ->
                                pod.tolerations().stream().anyMatch(t -> t.tolerates(taint)));
    }

    private void together(int pod) {
        PodTemplate own = template(pod);
        Map<String, String> here = nodeOfPod.get(pod);
        for (PodTerm term : own.podAntiAffinity()) {
            if (count(pod, own, term, here.get(term.topologyKey())) > 0) {
                problems.add("pod " + pod + " is not apart by " + term.topologyKey());
            }
        }
        for (PodTerm term : own.podAffinity()) {
            boolean others =
                    nodeOfPod.keySet().stream().anyMatch(p -> p != pod && selects(term, own, p));
            if (others && count(pod, own, term, here.get(term.topologyKey())) == 0) {
                problems.add("pod " + pod + " is alone by " + term.topologyKey());
            }
        }
        own.spreads().stream().filter(Spread::hard).forEach(spread -> spread(pod, own, spread));
    }

    private boolean selects(PodTerm term, PodTemplate owner, int pod) {
        PodTemplate other = template(pod);
        return other.namespace().equals(owner.namespace())
                && term.selector().matches(other.labels());
    }

    private long count(int pod, PodTemplate own, PodTerm term, String domain) {
        return nodeOfPod.entrySet().stream()
                .filter(e -> e.getKey() != pod && selects(term, own, e.getKey()))
                .filter(e -> domain.equals(e.getValue().get(term.topologyKey())))
                .count();
    }

    /// Counts pods of the same template only: others may have come later.
    private void spread(int pod, PodTemplate own, Spread spread) {
        if (!spread.selector().matches(own.labels())) {
            return;
        }
        var counts = new TreeMap<String, Integer>();
        nodeOfPod.forEach((other, labels) -> {
            if (template(other).equals(own)) {
                counts.merge(labels.get(spread.topologyKey()), 1, Integer::sum);
            }
        });
        int here = counts.get(nodeOfPod.get(pod).get(spread.topologyKey()));
        int zones = spread.topologyKey().equals("topology.kubernetes.io/zone") ? 3 : 0;
        int least =
                counts.size() < zones || zones == 0
                        ? 0
                        : counts.values().stream().min(Integer::compare).orElse(0);
        if (here - least > spread.maxSkew()) {
            problems.add("pod " + pod + " is in a crowd: " + counts);
        }
    }

    private PodTemplate template(int pod) {
        return workload.podTemplates().get(workload.pods().get(pod));
    }
}
