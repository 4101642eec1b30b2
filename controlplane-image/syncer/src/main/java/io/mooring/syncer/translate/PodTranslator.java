package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Pods. In steps, each in a class of its own: [PodSecurity], [PodContainers], [PodVolumes],
/// [PodNetwork], [PodPlacement], [PodDevices]; back: [PodStatus].
final class PodTranslator implements Translator {
    private final Settings settings;
    private final Copies copies;

    PodTranslator(Settings settings) {
        this.settings = settings;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.POD;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        if (settings.isPlacedByTenant(tenant)
                && tenant.text("spec", "nodeName").orElse("").isEmpty()) {
            // its scheduler has not placed it yet
            return new Translation.NotNeeded();
        }
        var copy = copies.of(tenant);
        var findings = new Findings();
        var pod = new PodScope(tenant, Tree.made(copy, "spec"), settings, copies, view, findings);
        metadata(pod, Tree.map(copy, "metadata"));
        PodSecurity.check(pod);
        PodVolumes.translate(pod);
        PodContainers.translate(pod);
        PodNetwork.translate(pod);
        PodPlacement.translate(pod);
        PodDevices.translate(pod);
        identity(pod);
        if (!Tree.list(pod.spec(), "schedulingGates").isEmpty()) {
            findings.await("the pod has scheduling gates");
        }
        return findings.conclude(new KubeObject(copy));
    }

    private static void metadata(PodScope pod, Map<String, Object> metadata) {
        Tree.map(metadata, "annotations").putAll(FieldPaths.annotations(pod.tenant()));
        var labels = Tree.map(metadata, "labels");
        pod.view()
                .namespaces()
                .getOrDefault(pod.namespace(), Map.of())
                .forEach((key, value) -> labels.put(Keys.ofNamespaceLabel(key), value));
    }

    /// To the host, a pod of a tenant is nobody in particular, and has no token to say more.
    private void identity(PodScope pod) {
        var spec = pod.spec();
        var account = pod.tenant().text("spec", "serviceAccountName").orElse("default");
        spec.put(
                "serviceAccountName",
                settings.has(Feature.SERVICE_ACCOUNTS_TO_HOST)
                        ? copies.name(pod.namespace(), account)
                        : settings.workloadServiceAccount());
        spec.remove("serviceAccount");
        spec.put("automountServiceAccountToken", false);
        spec.put("enableServiceLinks", false);
        spec.remove("readinessGates");
        copies.renameAll(Tree.maps(spec, "imagePullSecrets"), pod.namespace());
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        var told = PodStatus.toTenant(tenant, host);
        var node = host.text("spec", "nodeName").orElse("");
        var own = tenant.text("spec", "nodeName").orElse("");
        boolean itsOwn = own.isEmpty() || own.equals(node);
        return node.isEmpty() || !itsOwn || PodLife.isBound(tenant)
                ? told
                : told.with(node, "spec", "nodeName")
                        .with(node, "metadata", "annotations", PodLife.BOUND);
    }

    /// Of a pod that exists, little can be changed.
    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        var spec = Tree.copy(host.map("spec"));
        var wish = Tree.copy(wanted.map("spec"));
        for (var field : List.of("activeDeadlineSeconds", "tolerations")) {
            if (wish.containsKey(field)) {
                spec.put(field, wish.get(field));
            }
        }
        keepTolerations(spec, host);
        for (var list : List.of("containers", "initContainers")) {
            var images = new HashMap<String, Object>();
            Tree.maps(wish, list).forEach(c -> images.put(Tree.text(c, "name"), c.get("image")));
            for (var container : Tree.maps(spec, list)) {
                var image = images.get(Tree.text(container, "name"));
                if (image != null) {
                    container.put("image", image);
                }
            }
        }
        return wanted.with(spec, "spec");
    }

    @Override
    public KubeObject fresh(KubeObject wanted) {
        var spec = Tree.copy(wanted.map("spec"));
        return spec.remove("ephemeralContainers") == null ? wanted : wanted.with(spec, "spec");
    }

    /// Ephemeral containers: they can be added, and neither changed nor taken away.
    @Override
    public KubeObject extended(KubeObject wanted, KubeObject copy) {
        var all = new ArrayList<Object>(copy.list("spec", "ephemeralContainers"));
        var names =
                copy.maps("spec", "ephemeralContainers").stream().map(c -> c.get("name")).toList();
        wanted.maps("spec", "ephemeralContainers").stream()
                .filter(container -> !names.contains(container.get("name")))
                .forEach(all::add);
        return all.size() == names.size() ? copy : copy.with(all, "spec", "ephemeralContainers");
    }

    @Override
    public KubeObject resized(KubeObject wanted, KubeObject copy) {
        return PodLife.isOver(copy) ? copy : PodSizes.resized(wanted, copy);
    }

    /// Those that the host's admission gave have to stay.
    private static void keepTolerations(Map<String, Object> spec, KubeObject host) {
        var all = new ArrayList<Object>(host.list("spec", "tolerations"));
        Tree.list(spec, "tolerations").stream().filter(t -> !all.contains(t)).forEach(all::add);
        if (!all.isEmpty()) {
            spec.put("tolerations", all);
        }
    }

    @Override
    public KubeObject changeable(KubeObject wanted) {
        var spec = new TreeMap<String, Object>();
        for (var field : List.of("activeDeadlineSeconds", "tolerations")) {
            wanted.at("spec", field).ifPresent(value -> spec.put(field, value));
        }
        for (var list : List.of("containers", "initContainers")) {
            var images = new TreeMap<String, Object>();
            wanted.maps("spec", list)
                    .forEach(c -> images.put(Tree.text(c, "name"), Tree.text(c, "image")));
            spec.put(list, images);
        }
        return wanted.with(spec, "spec");
    }
}
