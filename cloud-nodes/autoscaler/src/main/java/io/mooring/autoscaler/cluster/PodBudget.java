package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.LabelSelector;

/// A PodDisruptionBudget.
///
/// @param allowed how many of the pods it selects may be evicted now
public record PodBudget(String namespace, LabelSelector selector, int allowed) {

    public boolean covers(Pod pod) {
        return pod.template().namespace().equals(namespace)
                && selector.matches(pod.template().labels());
    }
}
