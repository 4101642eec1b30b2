package io.mooring.provider.resources;

import io.mooring.kube.KubeClient;
import java.time.Duration;

/// Opens clients of virtual clusters; whoever asks closes them.
final class Clusters {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    KubeClient client(ClusterConnection connection) {
        try {
            return KubeClient.fromKubeconfig(connection.kubeconfig(), CALL_LIMIT);
        } catch (IllegalArgumentException e) {
            throw Failures.nothingMade("reading the kubeconfig of " + connection, e);
        }
    }
}
