package io.mooring.syncer.kubelet;

import io.mooring.kube.KubeClient;

/// Where the pods of a tenant run. Thread-safe.
@FunctionalInterface
public interface Pods {
    /// What is known of a container.
    sealed interface Place {
        /// It runs in the host's pod.
        record At(KubeClient host, String namespace, String pod) implements Place {}

        /// The tenant has no such container, or the host no copy of its pod.
        record Nowhere() implements Place {}

        /// It is not known now: one side cannot be reached, or has not been listed.
        record Unknown() implements Place {}
    }

    /// @param namespace the tenant's
    /// @param container empty for the pod as a whole
    Place find(String namespace, String pod, String container);
}
