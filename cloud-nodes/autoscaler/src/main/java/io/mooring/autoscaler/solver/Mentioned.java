package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.NodeTerm;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.PodTerm;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.model.Spread;
import io.mooring.autoscaler.model.Weighted;
import io.mooring.autoscaler.model.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// The label keys that any pod asks about, and the values it names: only of these need a node's
/// labels be settled one by one.
final class Mentioned {

    private final Map<String, SortedSet<String>> values = new HashMap<>();

    Mentioned(Workload workload) {
        workload.podTemplates().forEach(this::add);
        workload.daemonPods().forEach(this::add);
        for (NodePool pool : workload.nodePools()) {
            pool.requirements().stream().filter(r -> r.minValues() > 0).forEach(this::add);
        }
    }

    boolean key(String key) {
        return values.containsKey(key);
    }

    SortedSet<String> values(String key) {
        return values.getOrDefault(key, new TreeSet<>());
    }

    private void add(PodTemplate pod) {
        pod.nodeSelector().forEach((key, value) -> of(key).add(value));
        terms(pod.nodeTerms());
        terms(pod.preferredNodeTerms().stream().map(Weighted::term).toList());
        pod.volumes().forEach(volume -> terms(volume.topology()));
        topology(pod.podAffinity());
        topology(pod.podAntiAffinity());
        topology(pod.preferredPodAffinity().stream().map(Weighted::term).toList());
        topology(pod.preferredPodAntiAffinity().stream().map(Weighted::term).toList());
        pod.spreads().stream().map(Spread::topologyKey).forEach(this::of);
        values.remove(Labels.HOSTNAME);
    }

    private void topology(List<PodTerm> terms) {
        terms.forEach(term -> of(term.topologyKey()));
    }

    private void terms(List<NodeTerm> terms) {
        terms.forEach(term -> term.requirements().forEach(this::add));
    }

    private void add(Requirement requirement) {
        of(requirement.key()).addAll(requirement.values().named());
    }

    private SortedSet<String> of(String key) {
        return values.computeIfAbsent(key, _ -> new TreeSet<>());
    }
}
