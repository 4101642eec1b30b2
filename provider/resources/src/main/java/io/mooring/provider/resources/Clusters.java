package io.mooring.provider.resources;

import io.mooring.kube.KubeClient;
import java.time.Duration;

/// Opens clients of virtual clusters; whoever asks closes them.
final class Clusters {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    KubeClient client(ClusterConnection connection) {
        return KubeClient.fromKubeconfig(connection.kubeconfig(), CALL_LIMIT);
    }
}
