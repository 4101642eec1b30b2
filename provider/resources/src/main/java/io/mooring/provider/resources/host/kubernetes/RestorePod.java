package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The pod that restores a snapshot into the volume of a control plane of one replica, while that
/// has no pod of its own: as that one is, but for the program, which reads what it restores. Nobody
/// takes it for one of the control plane: it has no labels of those, and no way to the host's API.
final class RestorePod {

    private static final String LABEL = "mooring.io/restores";

    /// What only a server needs.
    private static final Set<String> OF_SERVER =
            Set.of("args", "ports", "lifecycle", "startupProbe", "readinessProbe", "livenessProbe");

    private RestorePod() {}

    static ObjectRef ref(String namespace, String cluster) {
        return ObjectRef.of(ResourceKind.POD, namespace, cluster + "-restore");
    }

    /// @param set the control plane's StatefulSet
    /// @param anchor what owns it
    /// @param limit when it ends at the latest, should nobody come with a snapshot
    static KubeObject of(KubeObject set, KubeObject anchor, List<String> command, Duration limit) {
        var template = new KubeObject(set.map("spec", "template"));
        var spec = new LinkedHashMap<>(template.map("spec"));
        spec.put("containers", List.of(container(template, command)));
        spec.put("volumes", volumes(template, set.name()));
        spec.put("restartPolicy", "Never");
        spec.put("automountServiceAccountToken", false);
        spec.put("activeDeadlineSeconds", Math.max(1, limit.toSeconds()));
        return KubeObject.of(
                ref(set.namespace(), set.name()),
                Map.of(
                        "metadata",
                        Map.of(
                                "labels",
                                Map.of(
                                        LABEL,
                                        set.name(),
                                        "app.kubernetes.io/managed-by",
                                        Scope.MANAGER),
                                "ownerReferences",
                                List.of(owner(anchor))),
                        "spec",
                        spec));
    }

    private static Map<String, Object> container(KubeObject template, List<String> command) {
        var container = new LinkedHashMap<String, Object>();
        template.maps("spec", "containers").stream()
                .filter(one -> ServerContainer.NAME.equals(one.get("name")))
                .findFirst()
                .orElseThrow()
                .forEach((key, value) -> {
                    if (!OF_SERVER.contains(key)) {
                        container.put(key, value);
                    }
                });
        container.put("command", command);
        container.put("stdin", true);
        // whoever stops handing it over ends it
        container.put("stdinOnce", true);
        return container;
    }

    private static List<Map<String, Object>> volumes(KubeObject template, String cluster) {
        var volumes = new ArrayList<>(template.maps("spec", "volumes"));
        if (volumes.stream().noneMatch(volume -> VolumeObjects.DATA.equals(volume.get("name")))) {
            volumes.add(
                    Map.of(
                            "name",
                            VolumeObjects.DATA,
                            "persistentVolumeClaim",
                            Map.of("claimName", VolumeObjects.claimName(cluster, 0))));
        }
        return volumes;
    }

    private static Map<String, Object> owner(KubeObject anchor) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "name",
                anchor.name(),
                "uid",
                anchor.uid());
    }
}
