package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The claim that a tenant's own volume is for: the one that the volume names, or else one that
/// names the volume.
///
/// @param uid empty if nobody has said which claim of the name
public record VolumeClaim(String namespace, String name, String uid) {
    private static final ResourceKind CLAIMS = ResourceKind.PERSISTENT_VOLUME_CLAIM;
    private static final ResourceKind VOLUMES = ResourceKind.PERSISTENT_VOLUME;

    /// The claim of a volume.
    public static Optional<VolumeClaim> of(KubeObject volume, TenantView view) {
        var reference = volume.map("spec", "claimRef");
        if (!Tree.text(reference, "name").isEmpty()) {
            return Optional.of(
                    new VolumeClaim(
                            Tree.text(reference, "namespace"),
                            Tree.text(reference, "name"),
                            Tree.text(reference, "uid")));
        }
        return view.tenants(CLAIMS).stream()
                .filter(claim -> named(claim).equals(volume.name()))
                .min(Comparator.comparing(KubeObject::namespace).thenComparing(KubeObject::name))
                .map(claim -> new VolumeClaim(claim.namespace(), claim.name(), ""));
    }

    /// The tenant's own volume that is for the claim: the one that it names, or else one that names
    /// it. Whether it is for this claim and no other, [#of] says.
    public static Optional<KubeObject> volume(KubeObject claim, TenantView view) {
        var named = named(claim);
        var own =
                named.isEmpty()
                        ? view.tenants(VOLUMES).stream()
                                .filter(volume ->
                                        isOf(claim).isNamedBy(volume.map("spec", "claimRef")))
                                .min(Comparator.comparing(KubeObject::name))
                        : view.tenant(VOLUMES, "", named);
        return own.filter(volume -> !Marks.isFromHost(volume));
    }

    private static VolumeClaim isOf(KubeObject claim) {
        return new VolumeClaim(claim.namespace(), claim.name(), claim.uid());
    }

    private static String named(KubeObject claim) {
        return claim.text("spec", "volumeName").orElse("");
    }

    /// Whether this is the claim.
    boolean is(KubeObject claim) {
        return namespace.equals(claim.namespace())
                && name.equals(claim.name())
                && (uid.isEmpty() || uid.equals(claim.uid()));
    }

    boolean isNamedBy(Map<String, Object> reference) {
        return namespace.equals(Tree.text(reference, "namespace"))
                && name.equals(Tree.text(reference, "name"));
    }

    /// Whether the tenant has another claim of the name by now.
    boolean isAnother(TenantView view) {
        return view.tenant(CLAIMS, namespace, name).filter(claim -> !is(claim)).isPresent();
    }

    /// With the uid of the claim that the tenant has now, if nobody has said another.
    VolumeClaim withUid(TenantView view) {
        var now = view.tenant(CLAIMS, namespace, name).map(KubeObject::uid);
        return uid.isEmpty() ? new VolumeClaim(namespace, name, now.orElse("")) : this;
    }

    /// As an object names it.
    Map<String, Object> reference() {
        var reference = new LinkedHashMap<String, Object>();
        reference.put("apiVersion", "v1");
        reference.put("kind", "PersistentVolumeClaim");
        reference.put("namespace", namespace);
        reference.put("name", name);
        reference.put("uid", uid);
        return reference;
    }

    /// To be [#read] again; no name holds a slash.
    String text() {
        return namespace + "/" + name + "/" + uid;
    }

    static Optional<VolumeClaim> read(String text) {
        var parts = List.of(text.split("/", -1));
        return parts.size() == 3
                ? Optional.of(new VolumeClaim(parts.get(0), parts.get(1), parts.get(2)))
                : Optional.empty();
    }
}
