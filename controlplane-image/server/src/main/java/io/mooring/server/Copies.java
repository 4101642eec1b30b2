package io.mooring.server;

import io.mooring.syncer.kubelet.Pods;
import io.mooring.syncer.metrics.Metrics;
import java.util.Optional;

/// What is known of a tenant's pods that run in the host cluster, for what is asked of its API
/// about them.
interface Copies extends Pods {

    /// What the host measures of them; empty while nobody can tell.
    Optional<Metrics> metrics();
}
