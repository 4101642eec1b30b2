package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.TenantRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What objects of the Gateway API name, changed to the names in the host cluster. An object of
/// another namespace is refused: in the host all are in one, where nothing would ask for a grant.
final class GatewayReferences {
    private static final Set<String> DATA = Set.of("Secret", "ConfigMap");

    private final Copies copies;
    private final KubeObject tenant;
    private final Findings findings;

    GatewayReferences(Copies copies, KubeObject tenant, Findings findings) {
        this.copies = copies;
        this.tenant = tenant;
        this.findings = findings;
    }

    /// Renames what the reference is to.
    ///
    /// @param where for messages
    /// @param kinds what it may be to, all of the core group; the first if it does not say
    void rename(String where, Map<String, Object> reference, List<String> kinds) {
        if (reference.isEmpty()) {
            return;
        }
        var kind = kind(reference, kinds);
        findings.refuseIf(
                !Tree.text(reference, "group").isEmpty() || !kinds.contains(kind),
                where + ": a " + kind + " is not synced");
        renameHere(where, reference);
    }

    private static String kind(Map<String, Object> reference, List<String> kinds) {
        var kind = Tree.text(reference, "kind");
        return kind.isEmpty() ? kinds.getFirst() : kind;
    }

    /// Renames what the reference is to, whatever that is.
    void renameHere(String where, Map<String, Object> reference) {
        var namespace = Tree.text(reference, "namespace");
        findings.refuseIf(
                !namespace.isEmpty() && !namespace.equals(tenant.namespace()),
                where + " is of another namespace, " + namespace);
        reference.remove("namespace");
        copies.rename(reference, "name", tenant.namespace());
    }

    /// Notes what the reference is to, if that is a config map or a secret of this namespace.
    static void note(
            KubeObject tenant,
            Map<String, Object> reference,
            List<String> kinds,
            Set<TenantRef> into) {
        var kind = kind(reference, kinds);
        var namespace = Tree.text(reference, "namespace");
        var name = Tree.text(reference, "name");
        if (DATA.contains(kind)
                && !name.isEmpty()
                && (namespace.isEmpty() || namespace.equals(tenant.namespace()))) {
            into.add(new TenantRef("v1/" + kind, tenant.namespace(), name));
        }
    }
}
