package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.StatefulSet;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The StatefulSet, whose pods hold to the pod security profile `restricted` and write nowhere but
/// on their volumes.
final class PodObjects {

    private static final String CONFIG = "config";

    private PodObjects() {}

    /// @param configHash changes with whatever a running server must be restarted for
    static KubeObject of(Scope scope, String endpoint, String configHash) {
        StatefulSet wanted = scope.config().controlPlane().statefulSet();
        var annotations = new LinkedHashMap<String, Object>(wanted.pods().annotations());
        annotations.put("mooring.io/config-hash", configHash);
        var labels = new LinkedHashMap<String, Object>(wanted.pods().labels());
        labels.putAll(scope.podLabels());
        var spec = new LinkedHashMap<String, Object>();
        spec.put("replicas", scope.replicas());
        spec.put("serviceName", scope.headless());
        spec.put("podManagementPolicy", wanted.scheduling().podManagementPolicy());
        spec.put("selector", Map.of("matchLabels", scope.podLabels()));
        spec.put(
                "template",
                Map.of(
                        "metadata",
                        Map.of("labels", labels, "annotations", annotations),
                        "spec",
                        pod(scope, endpoint)));
        if (VolumeObjects.hasClaim(scope)) {
            spec.put("volumeClaimTemplates", List.of(claimTemplate(scope)));
        }
        return scope.object(
                ResourceKind.STATEFUL_SET,
                scope.cluster(),
                wanted.labels(),
                wanted.annotations(),
                Map.of("spec", spec));
    }

    private static Map<String, Object> claimTemplate(Scope scope) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "PersistentVolumeClaim",
                "metadata",
                Map.of("name", VolumeObjects.DATA, "labels", Scope.labels(scope.cluster())),
                "spec",
                VolumeObjects.claimSpec(scope));
    }

    private static Map<String, Object> pod(Scope scope, String endpoint) {
        StatefulSet wanted = scope.config().controlPlane().statefulSet();
        var pod = new LinkedHashMap<String, Object>();
        var account = scope.config().controlPlane().advanced().serviceAccount();
        pod.put("serviceAccountName", account.enabled() ? scope.serviceAccount() : "default");
        pod.put("automountServiceAccountToken", true);
        pod.put("enableServiceLinks", false);
        pod.put("terminationGracePeriodSeconds", 30);
        pod.put("securityContext", Security.ofPod(wanted.security()));
        var containers = new ArrayList<Map<String, Object>>();
        containers.add(ServerContainer.of(scope, endpoint));
        containers.addAll(wanted.sidecarContainers());
        pod.put("containers", containers);
        putIfAny(pod, "initContainers", wanted.initContainers());
        pod.put("volumes", volumes(scope));
        Scheduling.into(pod, wanted.scheduling(), scope.podLabels());
        putIfAny(pod, "dnsPolicy", wanted.dnsPolicy());
        putIfAny(pod, "dnsConfig", wanted.dnsConfig());
        putIfAny(pod, "runtimeClassName", wanted.runtimeClassName());
        putIfAny(
                pod,
                "hostAliases",
                wanted.hostAliases().stream()
                        .map(alias -> Map.of("ip", alias.ip(), "hostnames", alias.hostnames()))
                        .toList());
        return pod;
    }

    private static List<Map<String, Object>> volumes(Scope scope) {
        var persistence = scope.config().controlPlane().statefulSet().persistence();
        var volumes = new ArrayList<Map<String, Object>>();
        volumes.add(
                Map.of(
                        "name",
                        CONFIG,
                        "secret",
                        // Readable for the group, which is the server's by fsGroup.
                        Map.of("secretName", scope.configSecret(), "defaultMode", 0440)));
        volumes.add(Map.of("name", "tmp", "emptyDir", Map.of("sizeLimit", "64Mi")));
        if (!persistence.dataVolume().isEmpty()) {
            volumes.addAll(persistence.dataVolume());
        } else if (!VolumeObjects.hasClaim(scope)) {
            volumes.add(Map.of("name", VolumeObjects.DATA, "emptyDir", Map.of()));
        }
        volumes.addAll(SnapshotVolumes.volumes(scope.config().snapshots()));
        volumes.addAll(persistence.addVolumes());
        return volumes;
    }

    static void putIfAny(Map<String, Object> target, String key, Object value) {
        boolean nothing =
                switch (value) {
                    case String text -> text.isEmpty();
                    case List<?> list -> list.isEmpty();
                    case Map<?, ?> map -> map.isEmpty();
                    default -> false;
                };
        if (!nothing) {
            target.put(key, value);
        }
    }
}
