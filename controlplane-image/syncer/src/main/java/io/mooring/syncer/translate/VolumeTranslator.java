package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.names.TenantRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Volumes that a tenant has made by hand. Each goes over for one claim, for one that is for nobody
/// would be had by any claim of the host that fits; and what lies on it is never the host's to
/// delete. Volumes that the host's programs make for claims are no business of this.
final class VolumeTranslator implements Translator {
    private static final String RETAIN = "Retain";

    /// Whatever else there is in a volume could be another source of it.
    private static final Set<String> NO_SOURCES =
            Set.of(
                    "accessModes",
                    "capacity",
                    "claimRef",
                    "mountOptions",
                    "nodeAffinity",
                    "persistentVolumeReclaimPolicy",
                    "storageClassName",
                    "volumeAttributesClassName",
                    "volumeMode");

    private static final List<String> SOURCES = List.of("csi", "nfs", "hostPath", "local");
    private static final Set<String> OF_NODES = Set.of("hostPath", "local");
    private static final List<String> TOLD = List.of("phase", "lastPhaseTransitionTime");

    private final Settings settings;
    private final Copies copies;

    VolumeTranslator(Settings settings) {
        this.settings = settings;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.PERSISTENT_VOLUME;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        if (Marks.isFromHost(tenant)) {
            return new Translation.NotNeeded();
        }
        var findings = new Findings();
        var copy = copies.of(tenant);
        var spec = Tree.made(copy, "spec");
        sources(spec, view, findings);
        MountOptions.check(Tree.texts(spec, "mountOptions"), "spec.mountOptions", findings);
        var policy = Tree.text(spec, "persistentVolumeReclaimPolicy");
        if (!policy.isEmpty() && !policy.equals(RETAIN)) {
            findings.note(
                    "spec.persistentVolumeReclaimPolicy: the host cluster has it as Retain; what"
                            + " lies on the volume is for its maker to remove");
        }
        spec.put("persistentVolumeReclaimPolicy", RETAIN);
        if (spec.remove("volumeAttributesClassName") != null) {
            findings.note("spec.volumeAttributesClassName was left out: such are not synced");
        }
        StorageClassName.translate(spec, settings, copies, findings);
        claim(tenant, copy, view, findings);
        return findings.conclude(new KubeObject(copy));
    }

    private void sources(Map<String, Object> spec, TenantView view, Findings findings) {
        for (var field : spec.keySet()) {
            findings.refuseIf(
                    !NO_SOURCES.contains(field) && !SOURCES.contains(field),
                    "spec." + field + ": volumes of this kind are not synced");
            findings.refuseIf(
                    OF_NODES.contains(field) && !settings.has(Feature.HOST_ACCESS),
                    "spec." + field + " is the host's and not for tenants");
        }
        var csi = Tree.map(spec, "csi");
        new StorageSecrets(copies, settings.names().hostNamespace(), findings).csi(csi);
        findings.refuseIf(
                view.hosts(kind()).stream().anyMatch(other -> isOfOthers(csi, other)),
                "spec.csi.volumeHandle "
                        + Tree.text(csi, "volumeHandle")
                        + " is that of a volume of the host's, and not for tenants");
    }

    private boolean isOfOthers(Map<String, Object> csi, KubeObject other) {
        var theirs = other.map("spec", "csi");
        return !csi.isEmpty()
                && Tree.text(csi, "driver").equals(Tree.text(theirs, "driver"))
                && Tree.text(csi, "volumeHandle").equals(Tree.text(theirs, "volumeHandle"))
                && Marks.origin(settings.names(), other).isEmpty();
    }

    private void claim(
            KubeObject tenant, Map<String, Object> copy, TenantView view, Findings findings) {
        var found = VolumeClaim.of(tenant, view);
        if (found.isEmpty()) {
            findings.await(
                    "it is for no claim; name one in spec.claimRef, or the volume in the claim's"
                            + " spec.volumeName");
            return;
        }
        var claim = found.get();
        findings.awaitIf(
                claim.isAnother(view),
                "it was that of a claim that is gone; to have what lies on it used again, take uid"
                        + " out of spec.claimRef");
        var reference = new LinkedHashMap<String, Object>();
        reference.put("apiVersion", "v1");
        reference.put("kind", "PersistentVolumeClaim");
        reference.put("namespace", settings.names().hostNamespace());
        reference.put("name", copies.name(claim.namespace(), claim.name()));
        Tree.map(copy, "spec").put("claimRef", reference);
        Tree.map(Tree.map(copy, "metadata"), "annotations")
                .put(Marks.CLAIM, claim.withUid(view).text());
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        return Marks.isFromHost(tenant) ? Set.of() : StorageSecrets.ofVolume(tenant);
    }

    /// Whose it is by its own names, once the host has given it to the claim's copy.
    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        var told = tenant;
        var claim = VolumeClaim.read(host.annotations().getOrDefault(Marks.CLAIM, ""));
        boolean given = host.at("spec", "claimRef", "uid").isPresent();
        var own = tenant.map("spec", "claimRef");
        if (given
                && !isReleased(host)
                && claim.isPresent()
                && !claim.get().uid().isEmpty()
                && Tree.text(own, "uid").isEmpty()
                && (own.isEmpty() || claim.get().isNamedBy(own))) {
            told = told.with(claim.get().reference(), "spec", "claimRef");
        }
        var status = new LinkedHashMap<>(tenant.map("status"));
        for (var field : TOLD) {
            host.at("status", field).ifPresent(value -> status.put(field, value));
        }
        return status.isEmpty() ? told : told.with(status, "status");
    }

    /// Of a volume that exists, the source cannot change. For whom it is stays with what says which
    /// of the tenant's claims that is, until that claim is gone in the host too and the tenant has
    /// the volume for another, or for any of that name.
    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        var spec = Tree.copy(wanted.map("spec"));
        var now = host.map("spec", "claimRef");
        var reference = Tree.map(spec, "claimRef");
        var was = host.annotations().getOrDefault(Marks.CLAIM, "");
        boolean givenAnew = isReleased(host) && !was.equals(wanted.annotations().get(Marks.CLAIM));
        var kept = wanted;
        if (!givenAnew
                && Tree.text(now, "name").equals(Tree.text(reference, "name"))
                && Tree.text(now, "namespace").equals(Tree.text(reference, "namespace"))) {
            spec.put("claimRef", now);
            boolean known = VolumeClaim.read(was).filter(c -> !c.uid().isEmpty()).isPresent();
            if (now.containsKey("uid") && known) {
                kept = wanted.with(was, "metadata", "annotations", Marks.CLAIM);
            }
        }
        for (var source : SOURCES) {
            host.at("spec", source).ifPresent(as -> spec.put(source, as));
        }
        return kept.with(spec, "spec");
    }

    private static boolean isReleased(KubeObject host) {
        return host.text("status", "phase").orElse("").equals("Released");
    }
}
