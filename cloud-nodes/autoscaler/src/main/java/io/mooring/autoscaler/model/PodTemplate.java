package io.mooring.autoscaler.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What equal pods ask for.
///
/// @param nodeTerms required node affinity: one of these must hold (empty: any node will do)
/// @param volumes what each volume allows
public record PodTemplate(
        String namespace,
        SortedMap<String, String> labels,
        SortedMap<String, Long> requests,
        List<HostPort> hostPorts,
        SortedMap<String, String> nodeSelector,
        List<NodeTerm> nodeTerms,
        List<Weighted<NodeTerm>> preferredNodeTerms,
        List<PodTerm> podAffinity,
        List<PodTerm> podAntiAffinity,
        List<Weighted<PodTerm>> preferredPodAffinity,
        List<Weighted<PodTerm>> preferredPodAntiAffinity,
        List<Spread> spreads,
        List<Toleration> tolerations,
        List<Volume> volumes) {

    public PodTemplate {
        labels = new TreeMap<>(labels);
        requests = new TreeMap<>(requests);
        hostPorts = List.copyOf(hostPorts);
        nodeSelector = new TreeMap<>(nodeSelector);
        nodeTerms = List.copyOf(nodeTerms);
        preferredNodeTerms = List.copyOf(preferredNodeTerms);
        podAffinity = List.copyOf(podAffinity);
        podAntiAffinity = List.copyOf(podAntiAffinity);
        preferredPodAffinity = List.copyOf(preferredPodAffinity);
        preferredPodAntiAffinity = List.copyOf(preferredPodAntiAffinity);
        spreads = List.copyOf(spreads);
        tolerations = List.copyOf(tolerations);
        volumes = List.copyOf(volumes);
    }
}
