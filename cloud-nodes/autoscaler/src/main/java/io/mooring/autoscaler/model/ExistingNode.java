package io.mooring.autoscaler.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A node that is there, or has been ordered.
///
/// @param pods templates of the pods that stay on it
/// @param price dollars an hour, for its pool's limit
/// @param daemonRequests what daemon pods on it ask for already
public record ExistingNode(
        String name,
        String nodePool,
        String instanceType,
        SortedMap<String, String> labels,
        List<Taint> taints,
        SortedMap<String, Long> allocatable,
        SortedMap<String, Long> daemonRequests,
        double price,
        List<Integer> pods) {

    public ExistingNode {
        labels = new TreeMap<>(labels);
        taints = List.copyOf(taints);
        allocatable = new TreeMap<>(allocatable);
        daemonRequests = new TreeMap<>(daemonRequests);
        pods = List.copyOf(pods);
    }
}
