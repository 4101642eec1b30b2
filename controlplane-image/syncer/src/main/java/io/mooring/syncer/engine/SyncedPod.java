package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A tenant's pod that runs in the host cluster.
///
/// @param copy the host's name of it
/// @param containers those that the tenant gave it, of all kinds
public record SyncedPod(String copy, Set<String> containers) {
    private static final List<String> CONTAINERS =
            List.of("containers", "initContainers", "ephemeralContainers");

    public SyncedPod {
        containers = Set.copyOf(containers);
    }

    /// The tenant's pod, if the host's proves to be its copy.
    public static Optional<SyncedPod> of(HostNames names, KubeObject tenant, KubeObject host) {
        var key = SyncKey.of(ResourceKind.POD, tenant);
        return isCopy(names, key, tenant, host)
                ? Optional.of(new SyncedPod(host.name(), containers(tenant)))
                : Optional.empty();
    }

    static boolean isCopy(HostNames names, SyncKey key, KubeObject tenant, KubeObject host) {
        return Marks.origin(names, host).filter(key::is).isPresent()
                && tenant.uid().equals(host.annotations().get(Marks.OBJECT_UID));
    }

    private static Set<String> containers(KubeObject pod) {
        return CONTAINERS.stream()
                .flatMap(list -> pod.maps("spec", list).stream())
                .flatMap(container -> Stream.ofNullable(container.get("name")))
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }
}
