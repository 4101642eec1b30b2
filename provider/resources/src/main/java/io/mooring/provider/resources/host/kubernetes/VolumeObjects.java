package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.StatefulSet.VolumeClaim;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Where the control plane keeps its state: a claim for each replica, a volume of the user's, or an
/// empty directory that ends with the pod.
final class VolumeObjects {

    static final String DATA = "data";

    private VolumeObjects() {}

    static boolean hasClaim(Scope scope) {
        var persistence = scope.config().controlPlane().statefulSet().persistence();
        return persistence.dataVolume().isEmpty()
                && persistence.volumeClaim().enabled().resolve(true);
    }

    /// Whether the state of that StatefulSet's pods ends with them.
    static boolean endsWithPod(KubeObject set) {
        return set.maps("spec", "template", "spec", "volumes").stream()
                .anyMatch(volume ->
                        DATA.equals(volume.get("name")) && volume.containsKey("emptyDir"));
    }

    static boolean isKept(Scope scope) {
        return !claim(scope).retentionPolicy().equals("Delete");
    }

    /// The claims as objects of their own, so that one that was deleted is found and made again.
    /// The StatefulSet takes them as its own by their names. One that outlives the cluster has no
    /// owner.
    static List<KubeObject> claims(Scope scope) {
        if (!hasClaim(scope)) {
            return List.of();
        }
        return IntStream.range(0, scope.replicas())
                .mapToObj(ordinal -> claim(scope, claimName(scope.cluster(), ordinal)))
                .toList();
    }

    static String claimName(String cluster, int ordinal) {
        return DATA + "-" + cluster + "-" + ordinal;
    }

    private static KubeObject claim(Scope scope, String name) {
        KubeObject owned =
                scope.object(
                        ResourceKind.PERSISTENT_VOLUME_CLAIM,
                        name,
                        Map.of("spec", claimSpec(scope)));
        return isKept(scope) ? owned.with(List.of(), "metadata", "ownerReferences") : owned;
    }

    static Map<String, Object> claimSpec(Scope scope) {
        VolumeClaim claim = claim(scope);
        var spec = new LinkedHashMap<String, Object>();
        spec.put("accessModes", claim.accessModes());
        spec.put("resources", Map.of("requests", Map.of("storage", claim.size())));
        if (!claim.storageClass().isEmpty()) {
            spec.put("storageClassName", claim.storageClass());
        }
        return spec;
    }

    private static VolumeClaim claim(Scope scope) {
        return scope.config().controlPlane().statefulSet().persistence().volumeClaim();
    }
}
