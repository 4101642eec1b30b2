package io.mooring.autoscaler.model;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// A term of pod affinity or anti-affinity.
///
/// @param namespaces the other pods' namespaces; empty without a selector: the pod's own
public record PodTerm(
        LabelSelector selector,
        String topologyKey,
        SortedSet<String> namespaces,
        Optional<LabelSelector> namespaceSelector) {

    public PodTerm {
        namespaces = new TreeSet<>(namespaces);
    }
}
