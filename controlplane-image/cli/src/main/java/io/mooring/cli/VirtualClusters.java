package io.mooring.cli;

import io.mooring.kube.KubeClients;
import java.time.Duration;

/// How commands ask virtual clusters.
final class VirtualClusters {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private VirtualClusters() {}

    static KubeClients clients() {
        return new KubeClients(CALL_LIMIT);
    }
}
