package io.mooring.syncer.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Volumes: what they refer to by name has another name in the host cluster. A kind of volume that
/// is not known here could refer to anything, so it is refused.
final class PodVolumes {
    private static final Set<String> WITHOUT_REFERENCES =
            Set.of(
                    "emptyDir",
                    "hostPath",
                    "nfs",
                    "fc",
                    "gcePersistentDisk",
                    "awsElasticBlockStore",
                    "azureDisk",
                    "cinder",
                    "vsphereVolume",
                    "photonPersistentDisk",
                    "portworxVolume",
                    "quobyte",
                    "flocker",
                    "gitRepo");

    private PodVolumes() {}

    static void translate(PodScope pod) {
        for (var volume : Tree.maps(pod.spec(), "volumes")) {
            for (var source : List.copyOf(volume.keySet())) {
                if (!source.equals("name")) {
                    source(pod, volume, source);
                }
            }
        }
    }

    private static void source(PodScope pod, Map<String, Object> volume, String kind) {
        var source = Tree.map(volume, kind);
        switch (kind) {
            case "configMap" -> pod.rename(source, "name");
            case "secret", "azureFile" -> pod.rename(source, "secretName");
            case "persistentVolumeClaim" -> pod.rename(source, "claimName");
            case "glusterfs" -> pod.rename(source, "endpoints");
            case "csi" ->
                    new StorageSecrets(
                                    pod.copies(),
                                    pod.settings().names().hostNamespace(),
                                    pod.findings())
                            .inline(Tree.text(volume, "name"), source, pod.namespace());
            case "cephfs", "rbd", "iscsi", "flexVolume", "scaleIO", "storageos" ->
                    pod.rename(Tree.map(source, "secretRef"), "name");
            case "downwardAPI" -> Tree.maps(source, "items").forEach(FieldPaths::rewrite);
            case "projected" -> projected(pod, volume, source);
            case "ephemeral" -> ephemeral(pod, volume);
            case "image" -> image(pod, source);
            default ->
                    pod.findings()
                            .refuseIf(
                                    !WITHOUT_REFERENCES.contains(kind),
                                    "volume "
                                            + Tree.text(volume, "name")
                                            + ": volumes of kind "
                                            + kind
                                            + " are not synced");
        }
    }

    private static void image(PodScope pod, Map<String, Object> source) {
        var other = pod.settings().pods().images().get(Tree.text(source, "reference"));
        if (other != null) {
            source.put("reference", other);
        }
    }

    /// The tenant's own controller makes the claim, of this name, and it is synced as all are.
    private static void ephemeral(PodScope pod, Map<String, Object> volume) {
        var claim = pod.tenant().name() + "-" + Tree.text(volume, "name");
        volume.remove("ephemeral");
        var source = new LinkedHashMap<String, Object>();
        source.put("claimName", pod.copies().name(pod.namespace(), claim));
        volume.put("persistentVolumeClaim", source);
    }

    private static void projected(
            PodScope pod, Map<String, Object> volume, Map<String, Object> source) {
        var translated = new ArrayList<Object>();
        for (var part : Tree.maps(source, "sources")) {
            pod.rename(Tree.map(part, "configMap"), "name");
            pod.rename(Tree.map(part, "secret"), "name");
            Tree.maps(Tree.map(part, "downwardAPI"), "items").forEach(FieldPaths::rewrite);
            translated.add(
                    part.containsKey("serviceAccountToken")
                            ? TokenWish.source(pod.tenant(), Tree.map(part, "serviceAccountToken"))
                            : part);
            for (var kind : List.of("clusterTrustBundle", "podCertificate")) {
                pod.findings()
                        .refuseIf(
                                part.containsKey(kind),
                                "volume "
                                        + Tree.text(volume, "name")
                                        + ": "
                                        + kind
                                        + " is not synced");
            }
        }
        if (source.containsKey("sources")) {
            source.put("sources", translated);
        }
    }
}
