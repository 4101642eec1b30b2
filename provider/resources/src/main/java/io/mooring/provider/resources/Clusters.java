package io.mooring.provider.resources;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeClients;

/// Clients of virtual clusters; nobody closes them.
record Clusters(KubeClients clients) {

    KubeClient client(ClusterConnection connection) {
        try {
            return clients.of(connection.kubeconfig());
        } catch (IllegalArgumentException e) {
            throw Failures.nothingMade("reading the kubeconfig of " + connection, e);
        }
    }
}
