package io.mooring.provider.resources.host.docker;

import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeFailure;
import io.mooring.provider.resources.host.ApiLook;
import io.mooring.provider.resources.host.CaHash;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.RunningCluster;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a control plane in an engine is up, and if not, what it lacks.
final class ContainerReadiness {

    private static final Pattern SERVER = Pattern.compile("(?m)^\\s*server:\\s*(\\S+)$");

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
            case "running" -> published(files, clients);
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

    private static ClusterState published(VolumeFiles files, KubeClients clients) {
        Optional<String> kubeconfig = files.kubeconfig();
        Optional<String> ca = files.caCertificate();
        if (kubeconfig.isEmpty() || ca.isEmpty()) {
            return new ClusterState.Down("the administrator's kubeconfig is not written yet");
        }
        Matcher server = SERVER.matcher(kubeconfig.get());
        if (!server.find()) {
            return new ClusterState.Down("the administrator's kubeconfig names no server");
        }
        try {
            return new ClusterState.Up(
                    new RunningCluster(
                            server.group(1),
                            kubeconfig.get(),
                            CaHash.of(ca.get()),
                            ApiLook.version(clients, kubeconfig.get()),
                            OptionalInt.empty()));
        } catch (KubeFailure e) {
            return new ClusterState.Down(
                    "the API does not answer at %s: %s".formatted(server.group(1), e.getMessage()));
        }
    }
}
