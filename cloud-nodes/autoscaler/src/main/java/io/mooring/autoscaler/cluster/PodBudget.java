package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.LabelSelector;

/// A PodDisruptionBudget.
///
/// @param allowed how many of the pods it selects may be evicted now
/// @param unreadyMayGo those of them that are not ready may be evicted besides
/// @param needed how many of them have to be healthy
/// @param healthy how many are
/// @param expected how many there are to be
public record PodBudget(
        String namespace,
        String name,
        LabelSelector selector,
        int allowed,
        boolean unreadyMayGo,
        int needed,
        int healthy,
        int expected) {

    String fullName() {
        return namespace + "/" + name;
    }

    public boolean covers(Pod pod) {
        return pod.template().namespace().equals(namespace)
                && selector.matches(pod.template().labels());
    }

    /// Whether the eviction API takes the pod from what is allowed: it asks no budget about one
    /// that waits on its node for its start.
    public boolean guards(Pod pod) {
        return covers(pod)
                && switch (pod.stage()) {
                    case PENDING -> false;
                    case RUNNING -> !unreadyMayGo;
                    case READY -> true;
                };
    }
}
