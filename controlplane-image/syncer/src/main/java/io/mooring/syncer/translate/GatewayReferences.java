package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.TenantRef;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What objects of the Gateway API name, changed to the names in the host cluster. In the host all
/// are in one namespace, where nothing would ask for a grant, so that is done here.
final class GatewayReferences {
    private static final Set<String> DATA = Set.of("Secret", "ConfigMap");

    private final Copies copies;
    private final KubeObject tenant;
    private final GatewayGrants grants;
    private final Findings findings;

    GatewayReferences(Settings settings, KubeObject tenant, TenantView view, Findings findings) {
        this.copies = new Copies(settings);
        this.tenant = tenant;
        this.grants = new GatewayGrants(settings, tenant, view, findings);
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
        var namespace = namespace(tenant, reference);
        if (!namespace.equals(tenant.namespace())) {
            grants.require(where, kind, namespace, Tree.text(reference, "name"));
        }
        reference.remove("namespace");
        copies.rename(reference, "name", namespace);
    }

    private static String namespace(KubeObject tenant, Map<String, Object> reference) {
        var namespace = Tree.text(reference, "namespace");
        return namespace.isEmpty() ? tenant.namespace() : namespace;
    }

    private static String kind(Map<String, Object> reference, List<String> kinds) {
        var kind = Tree.text(reference, "kind");
        return kind.isEmpty() ? kinds.getFirst() : kind;
    }

    /// Renames what the reference is to, whatever that is, of this namespace alone.
    void renameHere(String where, Map<String, Object> reference) {
        var namespace = namespace(tenant, reference);
        findings.refuseIf(
                !namespace.equals(tenant.namespace()),
                where + " is of another namespace, " + namespace);
        reference.remove("namespace");
        copies.rename(reference, "name", tenant.namespace());
    }

    /// Notes what the reference is to, if that is a config map or a secret.
    ///
    /// @param granted whether that may be of another namespace: if it is allowed is seen later
    static void note(
            KubeObject tenant,
            Map<String, Object> reference,
            List<String> kinds,
            boolean granted,
            Set<TenantRef> into) {
        var kind = kind(reference, kinds);
        var namespace = namespace(tenant, reference);
        var name = Tree.text(reference, "name");
        if (DATA.contains(kind)
                && !name.isEmpty()
                && (granted || namespace.equals(tenant.namespace()))) {
            into.add(new TenantRef("v1/" + kind, namespace, name));
        }
    }
}
