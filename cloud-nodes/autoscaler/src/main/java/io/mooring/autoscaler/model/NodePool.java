package io.mooring.autoscaler.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Karpenter's NodePool, as far as placement reads it.
///
/// @param limits by resource, `nodes` and dollars an hour among them
public record NodePool(
        String name,
        int weight,
        SortedMap<String, String> labels,
        List<Taint> taints,
        List<Requirement> requirements,
        SortedMap<String, Long> limits) {

    public static final String NODES = "nodes";

    /// What all nodes of the pool may cost together, in billionths of a dollar.
    public static final String DOLLARS_AN_HOUR = "mooring.io/dollars-per-hour";

    public NodePool {
        labels = new TreeMap<>(labels);
        taints = List.copyOf(taints);
        requirements = List.copyOf(requirements);
        limits = new TreeMap<>(limits);
    }
}
