package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.Collection;
import java.util.Map;

/// What a tenant's reference grants allow to one of its objects. They are asked here and stay with
/// the tenant: in the host all is in one namespace, where nobody would ask for them.
final class GatewayGrants {
    private final boolean asked;
    private final KubeObject from;
    private final TenantView view;
    private final Findings findings;

    GatewayGrants(Settings settings, KubeObject from, TenantView view, Findings findings) {
        this.asked = areAsked(settings);
        this.from = from;
        this.view = view;
        this.findings = findings;
    }

    /// Whether one namespace may grant something to another.
    static boolean areAsked(Settings settings) {
        return settings.customs().stream()
                .anyMatch(custom -> custom.definition().equals(GatewayApi.GRANTS));
    }

    /// Refuses what none of the other namespace's grants allows.
    ///
    /// @param where for messages
    /// @param kind of the core group
    void require(String where, String kind, String namespace, String name) {
        if (!asked) {
            findings.refuse(where + " is of another namespace, " + namespace);
            return;
        }
        var all = view.grants();
        findings.awaitIf(all.isEmpty(), "reference grants have not been listed yet");
        findings.refuseIf(
                all.isPresent() && !isAllowed(all.get(), kind, namespace, name),
                where
                        + " is of another namespace, "
                        + namespace
                        + ", where no ReferenceGrant allows it to a "
                        + from.kind()
                        + " of "
                        + from.namespace());
    }

    private boolean isAllowed(
            Collection<KubeObject> grants, String kind, String namespace, String name) {
        return grants.stream()
                .filter(grant -> grant.namespace().equals(namespace))
                .anyMatch(grant ->
                        grant.maps("spec", "from").stream().anyMatch(this::isFromHere)
                                && grant.maps("spec", "to").stream()
                                        .anyMatch(to -> isTo(to, kind, name)));
    }

    private boolean isFromHere(Map<String, Object> who) {
        return Tree.text(who, "group").equals(GatewayApi.GROUP)
                && Tree.text(who, "kind").equals(from.kind())
                && Tree.text(who, "namespace").equals(from.namespace());
    }

    private static boolean isTo(Map<String, Object> what, String kind, String name) {
        var only = Tree.text(what, "name");
        return Tree.text(what, "group").isEmpty()
                && Tree.text(what, "kind").equals(kind)
                && (only.isEmpty() || only.equals(name));
    }
}
