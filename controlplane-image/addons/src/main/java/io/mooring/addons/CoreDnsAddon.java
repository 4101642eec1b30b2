package io.mooring.addons;

import io.mooring.api.CoreDns;
import io.mooring.api.Image;
import io.mooring.api.KubernetesManifests;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The DNS of a cluster: CoreDNS behind the service `kube-dns`, as configured.
///
/// `coredns.yaml` holds the objects as they are when nothing is configured, and is where to look
/// for rights and limits. What the configuration says is laid over them here.
public final class CoreDnsAddon {
    static final String NAME = "coredns";
    static final String NAMESPACE = "kube-system";
    static final String REGISTRY = "registry.k8s.io";
    static final String REPOSITORY = "coredns/coredns";
    // the one that the same release of kubeadm installs
    static final String VERSION = "v1.12.1";

    /// Whom the certificate of a process of the control plane names.
    private static final Map<String, Object> USER =
            Map.of(
                    "kind", "User",
                    "apiGroup", "rbac.authorization.k8s.io",
                    "name", "system:coredns");

    private static final Pattern READS_PODS = Pattern.compile("(?m)^\\s*pods\\s+verified\\b");

    private final CoreDns config;
    private final String registry;
    private final DnsPlace place;

    private CoreDnsAddon(CoreDns config, String registry, DnsPlace place) {
        this.config = config;
        this.registry = registry;
        this.place = place;
    }

    /// @param registry where images come from; empty for the usual one
    /// @throws AddonException if manifests of the user's cannot be kept
    public static Addon of(CoreDns config, String registry, DnsPlace place) {
        if (!config.enabled()) {
            return Addon.absent(NAME);
        }
        var addon = new CoreDnsAddon(config, registry, place);
        if (place instanceof DnsPlace.ControlPlane) {
            return addon.withoutPods();
        }
        return config.overwriteManifests().isEmpty() ? addon.ours() : addon.ofTheUser();
    }

    private Addon ofTheUser() {
        var objects = new ArrayList<KubeObject>();
        for (var manifest : KubernetesManifests.read(config.overwriteManifests())) {
            var object = new KubeObject(manifest);
            boolean placed = !Addon.kind(object).namespaced() || !object.namespace().isEmpty();
            objects.add(placed ? object : object.with(NAMESPACE, "metadata", "namespace"));
        }
        return new Addon(NAME, objects, Set.of());
    }

    /// What remains where it is a process of the control plane: its name, and its rights.
    private Addon withoutPods() {
        var objects = new ArrayList<KubeObject>();
        for (var manifest : KubernetesManifests.read(Resources.read("coredns.yaml"))) {
            var object = new KubeObject(manifest);
            switch (object.kind()) {
                case "ClusterRole" -> objects.add(role(object));
                case "ClusterRoleBinding" -> objects.add(object.with(List.of(USER), "subjects"));
                case "Service" -> objects.add(service(object));
                default -> {}
            }
        }
        return new Addon(NAME, objects, Set.of());
    }

    private Addon ours() {
        var objects = new ArrayList<KubeObject>();
        for (var manifest : KubernetesManifests.read(Resources.read("coredns.yaml"))) {
            var object = new KubeObject(manifest);
            objects.add(
                    switch (object.kind()) {
                        case "ClusterRole" -> role(object);
                        case "ConfigMap" ->
                                object.with(Corefile.of(config, place), "data", "Corefile");
                        case "Service" -> service(object);
                        case "Deployment" ->
                                new CoreDnsDeployment(config, place).configured(object, image());
                        default -> object;
                    });
        }
        // who says the file here wants it so; else it is for whoever changes it in the cluster
        var configMap = ObjectRef.of(ResourceKind.CONFIG_MAP, NAMESPACE, NAME);
        return new Addon(
                NAME, objects, config.overwriteConfig().isEmpty() ? Set.of(configMap) : Set.of());
    }

    /// All pods of a cluster are much to read for who does not ask for it.
    private KubeObject role(KubeObject role) {
        if (!READS_PODS.matcher(config.overwriteConfig()).find()) {
            return role;
        }
        var rules = new ArrayList<Object>(role.list("rules"));
        rules.add(
                Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("pods"),
                        "verbs", List.of("list", "watch")));
        return role.with(rules, "rules");
    }

    private KubeObject service(KubeObject service) {
        var configured = service;
        if (place instanceof DnsPlace.OwnNodes(_, var address)) {
            configured = configured.with(address, "spec", "clusterIP");
        }
        for (var field : config.service().spec().entrySet()) {
            configured = configured.with(field.getValue(), "spec", field.getKey());
        }
        configured = Texts.over(configured, config.service().labels(), "metadata", "labels");
        return Texts.over(configured, config.service().annotations(), "metadata", "annotations");
    }

    private String image() {
        var given = config.deployment().image();
        var from = registry.isEmpty() ? REGISTRY : registry.replaceAll("/+$", "");
        return given.isEmpty() ? new Image(from, REPOSITORY, VERSION).reference() : given;
    }
}
