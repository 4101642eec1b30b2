package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.WantedCluster;
import java.util.Map;
import java.util.Optional;

/// The ConfigMap that says whose the control plane is, and that owns all its objects.
final class Anchor {

    /// Where it lists what the cluster has outside of the namespace, see [Outside].
    static final String OUTSIDE = "outside";

    private Anchor() {}

    static Optional<KubeObject> find(KubeClient host, String namespace, String cluster) {
        return host.find(ref(namespace, cluster));
    }

    /// Takes the name, unless somebody else has it.
    ///
    /// @throws HostFailure.Unusable if it belongs to somebody else
    static KubeObject claim(KubeClient host, String namespace, WantedCluster wanted) {
        find(host, namespace, wanted.name())
                .filter(anchor -> !owner(anchor).equals(wanted.owner()))
                .ifPresent(anchor -> {
                    throw taken(wanted, namespace, "belongs to " + owner(anchor));
                });
        return take(host, namespace, wanted);
    }

    /// Takes the name, whoever has it: to be called for a control plane that the owner made or has
    /// imported.
    static KubeObject take(KubeClient host, String namespace, WantedCluster wanted) {
        find(host, namespace, wanted.name())
                .filter(anchor -> anchor.at("metadata", "deletionTimestamp").isPresent())
                .ifPresent(_ -> {
                    throw taken(wanted, namespace, "is being deleted");
                });
        OwnNamespace.ensure(host, namespace, wanted);
        return host.apply(
                ResourceKind.CONFIG_MAP,
                KubeObject.of(
                        ref(namespace, wanted.name()),
                        Map.of(
                                "metadata",
                                Map.of("labels", Scope.labels(wanted.name())),
                                "data",
                                Map.of("owner", wanted.owner()))));
    }

    static String owner(KubeObject anchor) {
        return anchor.text("data", "owner").orElse("somebody else");
    }

    private static HostFailure.Unusable taken(WantedCluster wanted, String namespace, String why) {
        return new HostFailure.Unusable(
                "making control plane %s: namespace %s has a ConfigMap of that name, which %s; choose another name or namespace, or wait until it is gone"
                        .formatted(wanted.name(), namespace, why));
    }

    static ObjectRef ref(String namespace, String cluster) {
        return ObjectRef.of(ResourceKind.CONFIG_MAP, namespace, cluster);
    }
}
