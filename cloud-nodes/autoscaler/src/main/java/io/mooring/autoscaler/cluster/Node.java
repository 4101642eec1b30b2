package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.Taint;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A Node as the API server has it.
///
/// @param providerId joins it to its claim; empty or unknown where it is not ours
/// @param since when it became ready or not ready
/// @param attachedVolumes of pods that can be drained
/// @param doNotDisrupt by an annotation
public record Node(
        String name,
        String providerId,
        SortedMap<String, String> labels,
        List<Taint> taints,
        SortedMap<String, Long> allocatable,
        boolean ready,
        Instant since,
        int attachedVolumes,
        boolean doNotDisrupt) {

    public Node {
        labels = new TreeMap<>(labels);
        taints = List.copyOf(taints);
        allocatable = new TreeMap<>(allocatable);
    }

    public Node with(SortedMap<String, String> newLabels, List<Taint> newTaints) {
        return new Node(
                name,
                providerId,
                newLabels,
                newTaints,
                allocatable,
                ready,
                since,
                attachedVolumes,
                doNotDisrupt);
    }
}
