package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import java.util.List;

/// A control plane that was found in a host cluster.
///
/// @param owner who made it, in words
public record HostedCluster(String namespace, String name, String owner, ClusterState state) {

    /// All of the place's namespace, or of every namespace if that is empty.
    ///
    /// @throws HostFailure.Unusable if the host cluster does not tell
    public static List<HostedCluster> in(HostCluster place) {
        var anchors = new ListQuery(place.namespace(), Scope.ANY, "");
        try {
            KubeClient host = place.client();
            return host.list(ResourceKind.CONFIG_MAP, anchors).items().stream()
                    .map(anchor -> of(host, anchor))
                    .toList();
        } catch (KubeFailure e) {
            throw new HostFailure.Unusable(
                    "looking for control planes in the host cluster: " + e.getMessage(), e);
        }
    }

    private static HostedCluster of(KubeClient host, KubeObject anchor) {
        return new HostedCluster(
                anchor.namespace(),
                anchor.name(),
                Anchor.owner(anchor),
                Readiness.look(host, anchor.namespace(), anchor.name()));
    }
}
