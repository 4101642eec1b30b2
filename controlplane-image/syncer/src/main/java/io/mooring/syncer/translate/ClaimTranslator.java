package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Persistent volume claims. Which volume a claim gets is the host's decision, unless the tenant
/// has made one for it: a tenant that could name any could take another's. Where it is wanted, a
/// scheduler of the tenant's may say: on a node that the tenant sees.
final class ClaimTranslator implements Translator {
    private static final List<String> BINDING = List.of("pv.kubernetes.io/", "volume.");
    private static final String NODE = "volume.kubernetes.io/selected-node";

    private final Settings settings;
    private final Copies copies;

    ClaimTranslator(Settings settings) {
        this.settings = settings;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.PERSISTENT_VOLUME_CLAIM;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var findings = new Findings();
        var copy = copies.of(tenant);
        var annotations = Tree.map(Tree.map(copy, "metadata"), "annotations");
        annotations.keySet().removeIf(ClaimTranslator::isOfBinding);
        var node = tenant.annotations().getOrDefault(NODE, "");
        if (settings.has(Feature.SCHEDULER_OF_ITS_OWN) && !node.isEmpty()) {
            findings.requireOffered(view, ResourceKind.NODE, "annotation " + NODE, node);
            annotations.put(NODE, node);
        }
        var spec = Tree.made(copy, "spec");
        spec.remove("volumeName");
        if (settings.has(Feature.PERSISTENT_VOLUMES_TO_HOST)) {
            ownVolume(tenant, spec, annotations, view, findings);
        }
        findings.refuseIf(
                spec.containsKey("selector"),
                "spec.selector would choose among the host's volumes; leave it out");
        var ofHost = StorageClassName.translate(spec, settings, copies, findings);
        findings.requireOffered(view, ResourceKind.STORAGE_CLASS, StorageClassName.FIELD, ofHost);
        if (spec.remove("volumeAttributesClassName") != null) {
            findings.note("spec.volumeAttributesClassName was left out: such are not synced");
        }
        for (var field : List.of("dataSource", "dataSourceRef")) {
            source(tenant, findings, field, Tree.map(spec, field));
        }
        return findings.conclude(new KubeObject(copy));
    }

    private void ownVolume(
            KubeObject tenant,
            Map<String, Object> spec,
            Map<String, Object> annotations,
            TenantView view,
            Findings findings) {
        var named = tenant.text("spec", "volumeName").orElse("");
        var volume = VolumeClaim.volume(tenant, view);
        if (volume.isEmpty()) {
            // of a claim that has one, it is the host's
            findings.awaitIf(
                    !named.isEmpty() && !isBound(tenant),
                    "spec.volumeName " + named + ": there is no such volume of this cluster's own");
            return;
        }
        var name = volume.get().name();
        findings.awaitIf(
                VolumeClaim.of(volume.get(), view).filter(claim -> claim.is(tenant)).isEmpty(),
                "spec.volumeName " + name + ": that volume is for another claim");
        spec.put("volumeName", copies.name("", name));
        annotations.put(Marks.VOLUME, name);
    }

    private static boolean isBound(KubeObject claim) {
        return claim.text("status", "phase").filter("Bound"::equals).isPresent();
    }

    private void source(
            KubeObject tenant, Findings findings, String field, Map<String, Object> source) {
        var kind = Tree.text(source, "kind");
        var namespace = Tree.text(source, "namespace");
        findings.refuseIf(
                !kind.isEmpty() && !kind.equals("PersistentVolumeClaim"),
                "spec." + field + ": a " + kind + " is not synced");
        findings.refuseIf(
                !namespace.isEmpty() && !namespace.equals(tenant.namespace()),
                "spec." + field + " is of another namespace, " + namespace);
        source.remove("namespace");
        copies.rename(source, "name", tenant.namespace());
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        var told = tenant;
        var volume = host.text("spec", "volumeName").orElse("");
        var own = host.annotations().getOrDefault(Marks.VOLUME, "");
        if (!own.isEmpty() && volume.equals(copies.name("", own))) {
            volume = own;
        }
        if (!volume.isEmpty() && tenant.text("spec", "volumeName").isEmpty()) {
            told = told.with(volume, "spec", "volumeName");
        }
        var annotations = new LinkedHashMap<>(told.annotations());
        host.annotations()
                .forEach((key, value) -> {
                    if (isOfBinding(key)) {
                        annotations.put(key, value);
                    }
                });
        if (!annotations.equals(told.annotations())) {
            told = told.with(annotations, "metadata", "annotations");
        }
        return host.at("status").isPresent() ? told.with(host.map("status"), "status") : told;
    }

    private static boolean isOfBinding(String annotation) {
        return BINDING.stream().anyMatch(annotation::startsWith);
    }

    /// Of a claim that exists, only the size can be changed.
    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        var spec = Tree.copy(host.map("spec"));
        wanted.at("spec", "resources").ifPresent(size -> spec.put("resources", size));
        return wanted.with(spec, "spec");
    }

    @Override
    public KubeObject changeable(KubeObject wanted) {
        var size = wanted.map("spec", "resources");
        return wanted.with(Map.of("resources", size), "spec");
    }
}
