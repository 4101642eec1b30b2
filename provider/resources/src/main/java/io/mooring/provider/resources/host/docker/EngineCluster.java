package io.mooring.provider.resources.host.docker;

import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.ClusterState;
import java.util.Comparator;
import java.util.List;

/// A control plane that was found in a container engine.
///
/// @param owner who made it, in words
public record EngineCluster(String name, String owner, ClusterState state) {

    /// All that the engine has, by name.
    ///
    /// @throws io.mooring.provider.resources.host.HostFailure.Unusable if it does not tell
    public static List<EngineCluster> in(DockerPlace place, KubeClients clients) {
        return place.call(
                "looking for control planes",
                engine ->
                        DataVolume.all(engine)
                                .map(volume ->
                                        new EngineCluster(
                                                volume.cluster(),
                                                volume.owner(),
                                                ContainerReadiness.look(
                                                        engine, clients, volume.cluster())))
                                .sorted(Comparator.comparing(EngineCluster::name))
                                .toList());
    }
}
