package io.mooring.provider.resources.host.docker;

import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.PublishedApi;
import java.util.Optional;

/// Whether a control plane in an engine is up, and if not, what it lacks.
final class ContainerReadiness {

    private ContainerReadiness() {}

    static ClusterState look(Engine engine, KubeClients clients, String cluster) {
        Optional<ContainerView> found = ContainerView.find(engine, cluster);
        if (found.isEmpty()) {
            return DataVolume.find(engine, cluster).filter(it -> it.isOf(cluster)).isEmpty()
                    ? new ClusterState.Absent()
                    : new ClusterState.Down("its container is gone");
        }
        ContainerView container = found.get();
        if (!container.isOf(cluster)) {
            return new ClusterState.Down(
                    "container %s is somebody else's".formatted(EngineNames.of(cluster)));
        }
        var files = new VolumeFiles(engine, cluster);
        return switch (container.status()) {
            case "running" -> PublishedApi.look(clients, files.kubeconfig(), files.caCertificate());
            case "paused" ->
                    new ClusterState.Down(
                            "its container is frozen; `docker unpause %s` lets it go on"
                                    .formatted(EngineNames.of(cluster)));
            case "restarting" ->
                    new ClusterState.Down(
                            "it ended %d times and is started again, last with %s"
                                    .formatted(container.restarts(), container.ending()));
            case "created" -> new ClusterState.Down("its container has not been started");
            default ->
                    files.pausedSince()
                            .<ClusterState>map(ClusterState.Paused::new)
                            .orElseGet(() ->
                                    new ClusterState.Down(
                                            "its container does not run, " + container.ending()));
        };
    }
}
