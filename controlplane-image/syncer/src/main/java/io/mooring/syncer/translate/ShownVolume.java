package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a tenant sees of a volume of the host that one of its claims has: what its scheduler has to
/// know, which is where the volume can be used.
public final class ShownVolume {
    private static final List<String> TOLD =
            List.of("capacity", "accessModes", "storageClassName", "volumeMode", "nodeAffinity");
    private static final List<String> OF_CSI = List.of("driver", "volumeHandle");

    /// A volume has to have a source; nobody uses this one.
    private static final Map<String, Object> ELSEWHERE = Map.of("path", "/of-the-host");

    private ShownVolume() {}

    /// @param volume the host's
    /// @param claim the tenant's
    public static KubeObject of(KubeObject volume, KubeObject claim) {
        var spec = new LinkedHashMap<>(volume.map("spec"));
        spec.keySet().retainAll(TOLD);
        spec.put("persistentVolumeReclaimPolicy", "Retain");
        var csi = new LinkedHashMap<>(volume.map("spec", "csi"));
        csi.keySet().retainAll(OF_CSI);
        spec.put(csi.isEmpty() ? "hostPath" : "csi", csi.isEmpty() ? ELSEWHERE : csi);
        spec.put(
                "claimRef",
                Map.of(
                        "apiVersion", "v1",
                        "kind", "PersistentVolumeClaim",
                        "namespace", claim.namespace(),
                        "name", claim.name(),
                        "uid", claim.uid()));
        var labels = new TreeMap<String, Object>(Keys.withoutOurs(volume.labels()));
        labels.put(Marks.FROM_HOST, "true");
        return KubeObject.of(
                ObjectRef.cluster(ResourceKind.PERSISTENT_VOLUME, volume.name()),
                Map.of(
                        "metadata",
                        Map.of("labels", labels),
                        "spec",
                        spec,
                        "status",
                        Map.of("phase", volume.text("status", "phase").orElse("Pending"))));
    }
}
