package io.mooring.addons;

import io.mooring.api.CoreDns;
import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a configuration says of the pods, laid over the Deployment as it is without one.
///
/// Lists and maps that say where pods go (tolerations, affinity) take the place of ours; labels,
/// annotations, the node selector and security contexts are merged key by key.
final class CoreDnsDeployment {
    private static final String[] POD = {"spec", "template", "spec"};

    private final CoreDns config;
    private final DnsPlace place;

    CoreDnsDeployment(CoreDns config, DnsPlace place) {
        this.config = config;
        this.place = place;
    }

    KubeObject configured(KubeObject deployment, String image) {
        var given = config.deployment();
        var object = deployment.with(given.replicas(), "spec", "replicas");
        object = Texts.over(object, given.labels(), "metadata", "labels");
        object = Texts.over(object, given.annotations(), "metadata", "annotations");
        object =
                Texts.over(object, given.pods().labels(), "spec", "template", "metadata", "labels");
        object =
                Texts.over(
                        object,
                        given.pods().annotations(),
                        "spec",
                        "template",
                        "metadata",
                        "annotations");
        return object.with(pod(object.map(POD), image), POD);
    }

    private Map<String, Object> pod(Map<String, Object> ours, String image) {
        var given = config.deployment();
        var pod = new LinkedHashMap<>(ours);
        var container = container(new KubeObject(pod).maps("containers").getFirst(), image);
        pod.put("containers", List.of(container));
        if (!priority().isEmpty()) {
            pod.put("priorityClassName", priority());
        }
        merge(pod, "nodeSelector", given.nodeSelector());
        merge(pod, "securityContext", config.security().podSecurityContext());
        if (!given.tolerations().isEmpty()) {
            pod.put("tolerations", given.tolerations());
        }
        if (!given.affinity().isEmpty()) {
            pod.put("affinity", given.affinity());
        }
        if (!given.topologySpreadConstraints().isEmpty()) {
            pod.put("topologySpreadConstraints", given.topologySpreadConstraints());
        }
        return pod;
    }

    private Map<String, Object> container(Map<String, Object> ours, String image) {
        var container = new LinkedHashMap<>(ours);
        container.put("image", image);
        var resources = config.deployment().resources();
        container.put(
                "resources",
                Map.of("limits", resources.limits(), "requests", resources.requests()));
        merge(container, "securityContext", config.security().containerSecurityContext());
        return container;
    }

    /// The host's classes are not the tenant's to use unless the host says so.
    private String priority() {
        if (!config.priorityClassName().isEmpty()) {
            return config.priorityClassName();
        }
        return switch (place) {
            case DnsPlace.OwnNodes _ -> "system-cluster-critical";
            case DnsPlace.SharedNodes _, DnsPlace.ControlPlane _ -> "";
        };
    }

    private static void merge(Map<String, Object> target, String key, Map<String, ?> ofTheUser) {
        var both = new LinkedHashMap<>(new KubeObject(target).map(key));
        both.putAll(ofTheUser);
        target.put(key, both);
    }
}
