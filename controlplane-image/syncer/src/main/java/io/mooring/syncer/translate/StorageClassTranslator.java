package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.names.TenantRef;
import java.util.Map;
import java.util.Set;

/// Storage classes of a tenant. Who makes volumes of them is a program of the host, with the host's
/// rights: of what a class tells it, secrets are the tenant's own, and all else is for patches to
/// bound. No class of a tenant is the host's default.
final class StorageClassTranslator implements Translator {
    private static final Fixed FIXED =
            new Fixed(
                    Map.of(
                            "provisioner", "",
                            "parameters", Map.of(),
                            "reclaimPolicy", "Delete",
                            "volumeBindingMode", "Immediate"));

    private final Settings settings;
    private final Copies copies;

    StorageClassTranslator(Settings settings) {
        this.settings = settings;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.STORAGE_CLASS;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        if (Marks.isFromHost(tenant)) {
            return new Translation.NotNeeded();
        }
        var findings = new Findings();
        var copy = copies.of(tenant);
        new StorageSecrets(copies, settings.names().hostNamespace(), findings)
                .parameters(Tree.map(copy, "parameters"));
        MountOptions.check(Tree.texts(copy, "mountOptions"), "mountOptions", findings);
        return findings.conclude(new KubeObject(copy));
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        return Marks.isFromHost(tenant) ? Set.of() : StorageSecrets.ofParameters(tenant);
    }

    @Override
    public boolean isReplaced(KubeObject wanted, KubeObject copy) {
        return FIXED.differs(wanted, copy);
    }
}
