package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Objects as tenants make them, at random: few names, so that they meet often.
final class SpecMaker {
    static final List<String> NAMESPACES = List.of("default", "b-x-c", "b", "kube-system");

    /// Two of them, with the namespaces, read alike; the long ones have equal hashes in `default`.
    private static final List<String> NAMES =
            List.of("web", "a-x-b", "db", "n".repeat(52) + "54349", "n".repeat(52) + "87149");

    private final SplittableRandom random;

    SpecMaker(SplittableRandom random) {
        this.random = random;
    }

    KubeObject namespace(String name) {
        return new KubeObject(
                Map.of(
                        "apiVersion", "v1",
                        "kind", "Namespace",
                        "metadata", Map.of("name", name, "labels", labels())));
    }

    KubeObject dns() {
        return whole(
                ResourceKind.SERVICE,
                "kube-system",
                "kube-dns",
                Map.of("selector", Map.of("k8s-app", "kube-dns"), "ports", List.of(port(53))));
    }

    KubeObject object(ResourceKind kind) {
        var namespace = kind.namespaced() ? NAMESPACES.get(random.nextInt(NAMESPACES.size())) : "";
        var made = whole(kind, namespace, name(), spec(kind));
        return switch (kind.kind()) {
            case "ConfigMap", "Secret" -> without(made, "spec").with(labels(), "data");
            case "Endpoints" -> without(made, "spec").with(subsets(), "subsets");
            case "EndpointSlice" ->
                    without(made, "spec")
                            .with(List.of(Map.of("addresses", List.of("192.0.2.7"))), "endpoints")
                            .with(name(), "metadata", "labels", "kubernetes.io/service-name");
            case "PriorityClass" -> without(made, "spec").with(random.nextInt(3), "value");
            case "StorageClass" ->
                    without(made, "spec")
                            .with("disk.example.org", "provisioner")
                            .with(storageSecret(), "parameters");
            case "ServiceAccount" ->
                    without(made, "spec").with(List.of(reference()), "imagePullSecrets");
            case "PersistentVolumeClaim" ->
                    random.nextBoolean()
                            ? made.with(
                                    List.of("kubernetes.io/pvc-protection"),
                                    "metadata",
                                    "finalizers")
                            : made;
            default -> made;
        };
    }

    private static KubeObject without(KubeObject object, String field) {
        var fields = new LinkedHashMap<>(object.fields());
        fields.remove(field);
        return new KubeObject(fields);
    }

    private KubeObject whole(
            ResourceKind kind, String namespace, String name, Map<String, Object> spec) {
        var metadata = new TreeMap<String, Object>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        metadata.put("labels", labels());
        metadata.put("annotations", labels());
        var fields = new LinkedHashMap<String, Object>();
        fields.put("apiVersion", kind.apiVersion());
        fields.put("kind", kind.kind());
        fields.put("metadata", metadata);
        fields.put("spec", spec);
        return new KubeObject(fields);
    }

    private Map<String, Object> spec(ResourceKind kind) {
        return switch (kind.kind()) {
            case "Pod" -> pod();
            case "Service" -> service();
            case "PersistentVolumeClaim" ->
                    random.nextInt(3) == 0
                            ? Map.of("resources", size(), "volumeName", name())
                            : Map.of("resources", size());
            case "PersistentVolume" ->
                    Map.of(
                            random.nextInt(9) == 0 ? "hostPath" : "nfs",
                            Map.of("path", "/" + name()),
                            "claimRef",
                            Map.of(
                                    "namespace",
                                    NAMESPACES.get(random.nextInt(NAMESPACES.size())),
                                    "name",
                                    name()));
            case "Ingress" ->
                    Map.of(
                            "defaultBackend", Map.of("service", reference()),
                            "tls", List.of(Map.of("secretName", name())));
            case "NetworkPolicy" ->
                    Map.of("podSelector", selector(), "ingress", List.of(Map.of("from", peers())));
            case "PodDisruptionBudget" -> Map.of("minAvailable", 1, "selector", selector());
            default -> Map.of();
        };
    }

    private Map<String, Object> storageSecret() {
        var namespace = NAMESPACES.get(random.nextInt(NAMESPACES.size()));
        return Map.of(
                "csi.storage.k8s.io/node-stage-secret-name",
                name(),
                "csi.storage.k8s.io/node-stage-secret-namespace",
                namespace);
    }

    private Map<String, Object> pod() {
        var container = new TreeMap<String, Object>();
        container.put("name", "c");
        container.put("image", image());
        container.put("envFrom", List.of(Map.of("configMapRef", reference())));
        var spec = new TreeMap<String, Object>();
        spec.put("containers", List.of(container));
        spec.put("serviceAccountName", name());
        var volumes = new ArrayList<Object>();
        volumes.add(Map.of("name", "s", "secret", Map.of("secretName", name())));
        if (random.nextBoolean()) {
            var api = Map.of("path", "token", "expirationSeconds", 3607);
            var vault = Map.of("path", "vault", "audience", "vault");
            var sources =
                    List.of(
                            Map.of("serviceAccountToken", api),
                            Map.of("serviceAccountToken", vault));
            volumes.add(Map.of("name", "t", "projected", Map.of("sources", sources)));
        }
        spec.put("volumes", volumes);
        if (random.nextInt(3) == 0) {
            spec.put("priorityClassName", name());
        }
        if (random.nextInt(10) == 0) {
            spec.put("hostNetwork", true);
        }
        if (random.nextInt(12) == 0) {
            spec.put("nodeName", "node-0");
        }
        return spec;
    }

    private Map<String, Object> service() {
        var spec = new TreeMap<String, Object>();
        spec.put("type", random.nextInt(3) == 0 ? "LoadBalancer" : "ClusterIP");
        spec.put("ports", List.of(port(80), port(81 + random.nextInt(2))));
        switch (random.nextInt(6)) {
            case 0 -> spec.put("clusterIP", "None");
            case 1 -> {
                spec.put("type", "ExternalName");
                spec.put("externalName", "db.example.org");
            }
            default -> {}
        }
        if (random.nextBoolean()) {
            spec.put("selector", labels());
        }
        if (spec.containsKey("clusterIP")) {
            spec.put("type", "ClusterIP");
        }
        return spec;
    }

    private static Map<String, Object> port(int number) {
        return Map.of("port", number, "protocol", "TCP");
    }

    /// A pod with changes that are allowed.
    KubeObject changed(KubeObject pod) {
        var containers = new ArrayList<Object>();
        for (var container : pod.maps("spec", "containers")) {
            var copy = new TreeMap<>(container);
            copy.put("image", image());
            containers.add(copy);
        }
        return pod.with(containers, "spec", "containers").with(labels(), "metadata", "labels");
    }

    /// A pod whose containers ask for another amount of something.
    KubeObject resized(KubeObject pod) {
        var containers = new ArrayList<Object>();
        for (var container : pod.maps("spec", "containers")) {
            var copy = new TreeMap<>(container);
            var resource = random.nextBoolean() ? "cpu" : "memory";
            var amount = Map.of(resource, Integer.toString(1 + random.nextInt(4)));
            copy.put("resources", Map.of("requests", amount));
            containers.add(copy);
        }
        return pod.with(containers, "spec", "containers");
    }

    /// A pod with one more ephemeral container.
    KubeObject debugged(KubeObject pod) {
        var containers = new ArrayList<Object>(pod.list("spec", "ephemeralContainers"));
        containers.add(Map.of("name", "debug-" + containers.size(), "image", image()));
        return pod.with(containers, "spec", "ephemeralContainers");
    }

    /// The object with what the other says, as a user replaces one: addresses stay, and whether
    /// there are any.
    KubeObject replaced(KubeObject now, KubeObject other) {
        var replaced =
                other.with(now.map("metadata"), "metadata")
                        .with(other.labels(), "metadata", "labels")
                        .with(other.annotations(), "metadata", "annotations");
        if (now.kind().equals("PersistentVolume")) {
            replaced = replaced.with(now.map("spec"), "spec");
        }
        // which an API server lets nobody change
        for (var fixed : List.of("value", "parameters")) {
            if (now.at(fixed).isPresent()) {
                replaced = replaced.with(now.at(fixed).get(), fixed);
            }
        }
        if (!now.kind().equals("Service")) {
            return replaced;
        }
        var address = now.text("spec", "clusterIP").orElse("");
        var type = other.text("spec", "type").orElse("");
        return replaced.with(address, "spec", "clusterIP")
                .with(address.equals("None") ? "ClusterIP" : type, "spec", "type");
    }

    Map<String, Object> podStatus() {
        var phase = List.of("Running", "Running", "Pending", "Succeeded", "Failed");
        return Map.of(
                "phase", phase.get(random.nextInt(phase.size())),
                "podIP", "10.1.0." + random.nextInt(200),
                "conditions",
                        List.of(
                                Map.of(
                                        "type",
                                        "Ready",
                                        "status",
                                        random.nextBoolean() ? "True" : "False")));
    }

    Map<String, Object> size() {
        return Map.of("requests", Map.of("storage", 1 + random.nextInt(9) + "Gi"));
    }

    Map<String, Object> labels() {
        var labels = new TreeMap<String, Object>();
        for (var key : List.of("app", "team", "mooring.io/managed-by")) {
            if (random.nextBoolean()) {
                labels.put(key, "v" + random.nextInt(3));
            }
        }
        return labels;
    }

    private Map<String, Object> selector() {
        return Map.of("matchLabels", labels());
    }

    private List<Object> peers() {
        return List.of(Map.of("podSelector", selector()), Map.of("namespaceSelector", selector()));
    }

    private List<Object> subsets() {
        return List.of(
                Map.of("addresses", List.of(Map.of("ip", "192.0.2." + random.nextInt(250)))));
    }

    private Map<String, Object> reference() {
        return Map.of("name", name());
    }

    private String image() {
        return "image:" + random.nextInt(3);
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
