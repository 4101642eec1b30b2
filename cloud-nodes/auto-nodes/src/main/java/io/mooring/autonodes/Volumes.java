package io.mooring.autonodes;

import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Volume;
import io.mooring.autoscaler.workload.Trees;
import io.mooring.kube.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where pods may be for the sake of their volumes: where one is, or where it may be made. Zones
/// that drivers name by keys of their own are those of nodes.
final class Volumes {

    private static final String ZONE = "topology.kubernetes.io/zone";

    /// What drivers of clouds call the zone.
    private static final Map<String, String> ZONES =
            Map.of(
                    "topology.ebs.csi.aws.com/zone", ZONE,
                    "topology.disk.csi.azure.com/zone", ZONE,
                    "topology.gke.io/zone", ZONE,
                    "failure-domain.beta.kubernetes.io/zone", ZONE);

    /// A PersistentVolumeClaim.
    ///
    /// @param volume empty while it has none
    record Wanted(String volume, String storageClass) {}

    /// A StorageClass.
    ///
    /// @param waits whether a volume is made where its pod is to be
    record Maker(boolean waits, Volume made) {}

    private final Map<String, Wanted> claims;
    private final Map<String, Volume> volumes;
    private final Map<String, Maker> classes;

    /// All by name, claims with their namespace.
    Volumes(Map<String, Wanted> claims, Map<String, Volume> volumes, Map<String, Maker> classes) {
        this.claims = claims;
        this.volumes = volumes;
        this.classes = classes;
    }

    /// Of these claims; nothing where one has to be seen to first by somebody else, and no node
    /// helps: it is not there, or waits for a volume that is made without regard to pods.
    Optional<List<Volume>> of(List<String> names) {
        var found = new ArrayList<Volume>();
        for (String name : names) {
            Optional<Volume> volume = Optional.ofNullable(claims.get(name)).flatMap(this::volume);
            if (volume.isEmpty()) {
                return Optional.empty();
            }
            found.add(volume.get());
        }
        return Optional.of(found);
    }

    private Optional<Volume> volume(Wanted claim) {
        return claim.volume().isEmpty()
                ? Optional.ofNullable(classes.get(claim.storageClass()))
                        .filter(Maker::waits)
                        .map(Maker::made)
                : Optional.ofNullable(volumes.get(claim.volume()));
    }

    /// The pod's template with its volumes.
    static PodTemplate with(PodTemplate pod, List<Volume> volumes) {
        return new PodTemplate(
                pod.namespace(),
                pod.labels(),
                pod.requests(),
                pod.hostPorts(),
                pod.nodeSelector(),
                pod.nodeTerms(),
                pod.preferredNodeTerms(),
                pod.podAffinity(),
                pod.podAntiAffinity(),
                pod.preferredPodAffinity(),
                pod.preferredPodAntiAffinity(),
                pod.spreads(),
                pod.tolerations(),
                volumes);
    }

    /// The claims that a pod mounts, with its namespace; nothing where it mounts none.
    static Optional<List<String>> mounted(KubeObject pod) {
        var names = new ArrayList<String>();
        for (Map<String, Object> each : pod.maps("spec", "volumes")) {
            var volume = new KubeObject(each);
            volume.text("persistentVolumeClaim", "claimName")
                    .or(() ->
                            volume.at("ephemeral")
                                    .flatMap(_ -> volume.text("name"))
                                    .map(it -> pod.name() + "-" + it))
                    .ifPresent(it -> names.add(pod.namespace() + "/" + it));
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    static Wanted claim(KubeObject claim) {
        return new Wanted(
                claim.text("spec", "volumeName").orElse(""),
                claim.text("spec", "storageClassName").orElse(""));
    }

    static Volume volume(KubeObject volume) {
        return volume(
                volume.text("spec", "csi", "driver").orElse(""),
                volume.maps("spec", "nodeAffinity", "required", "nodeSelectorTerms").stream()
                        .map(term -> new KubeObject(term).maps("matchExpressions"))
                        .toList());
    }

    static Maker storageClass(KubeObject made) {
        List<List<Map<String, Object>>> terms =
                made.maps("allowedTopologies").stream()
                        .map(term ->
                                new KubeObject(term)
                                        .maps("matchLabelExpressions").stream()
                                                .map(Volumes::in)
                                                .toList())
                        .toList();
        return new Maker(
                made.text("volumeBindingMode").orElse("").equals("WaitForFirstConsumer"),
                volume(made.text("provisioner").orElse(""), terms));
    }

    private static Map<String, Object> in(Map<String, Object> expression) {
        var named = new TreeMap<>(expression);
        named.put("operator", "In");
        return named;
    }

    private static Volume volume(String driver, List<List<Map<String, Object>>> terms) {
        List<Map<String, Object>> topology =
                terms.stream()
                        .map(term ->
                                Map.<String, Object>of(
                                        "matchExpressions",
                                        term.stream().map(Volumes::known).toList()))
                        .toList();
        return Trees.volume(Map.of("driver", driver, "topology", topology));
    }

    private static Map<String, Object> known(Map<String, Object> expression) {
        var known = new TreeMap<>(expression);
        known.computeIfPresent(
                "key", (_, key) -> ZONES.getOrDefault(key.toString(), key.toString()));
        return known;
    }

    /// How many volumes of each driver a node takes, as its CSINode says.
    static Map<String, Long> limits(KubeObject node) {
        var limits = new TreeMap<String, Long>();
        for (Map<String, Object> each : node.maps("spec", "drivers")) {
            var driver = new KubeObject(each);
            driver.text("allocatable", "count")
                    .ifPresent(count ->
                            limits.put(
                                    Volume.RESOURCE_PREFIX + driver.text("name").orElse(""),
                                    Long.parseLong(count)));
        }
        return limits;
    }
}
