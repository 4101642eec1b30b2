package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.Map;

/// Network policies. Peers are pods of this tenant in the one host namespace, so a selector of
/// namespaces becomes one of the labels that pods have for them.
final class NetworkPolicyTranslator implements Translator {
    private final Copies copies;

    NetworkPolicyTranslator(Settings settings) {
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.NETWORK_POLICY;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var copy = copies.of(tenant);
        var spec = Tree.made(copy, "spec");
        var marks = copies.marks(tenant.namespace());
        spec.put("podSelector", Selectors.pods(Tree.map(spec, "podSelector"), marks));
        for (var direction : Map.of("ingress", "from", "egress", "to").entrySet()) {
            for (var rule : Tree.maps(spec, direction.getKey())) {
                for (var peer : Tree.maps(rule, direction.getValue())) {
                    peer(peer, marks);
                }
            }
        }
        return new Findings().conclude(new KubeObject(copy));
    }

    private void peer(Map<String, Object> peer, Map<String, String> marks) {
        var pods = Tree.map(peer, "podSelector");
        if (peer.get("namespaceSelector") instanceof Map) {
            var selector = Selectors.pods(pods, copies.mark());
            var whose = Selectors.namespaces(Tree.map(peer, "namespaceSelector"));
            peer.put("podSelector", Selectors.both(selector, whose));
            peer.remove("namespaceSelector");
        } else if (peer.get("podSelector") instanceof Map) {
            peer.put("podSelector", Selectors.pods(pods, marks));
        }
    }
}
