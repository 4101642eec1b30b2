package io.mooring.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// Kinds that an integration syncs must not be listed a second time.
final class IntegrationRules implements Rule {
    @Override
    public void check(Check check) {
        var owners = owners(check.config().integrations());
        if (!check.config().sync().toHost().gatewayApi().kinds().isEmpty()) {
            owners.put(".gateway.networking.k8s.io", "sync.toHost.gatewayApi");
        }
        for (var entry : check.config().sync().toHost().customResources().entrySet()) {
            var name = entry.getKey();
            owners.forEach((group, owner) ->
                    check.require(
                            !entry.getValue().enabled() || !name.endsWith(group),
                            Path.child("sync.toHost.customResources", name),
                            "is synced by " + owner + " already; remove it"));
        }
    }

    private static Map<String, String> owners(Integrations integrations) {
        var owners = new LinkedHashMap<String, String>();
        if (integrations.istio().enabled()) {
            owners.put(".istio.io", "integrations.istio");
        }
        if (integrations.certManager().enabled()) {
            owners.put(".cert-manager.io", "integrations.certManager");
        }
        if (integrations.externalSecrets().enabled()) {
            owners.put(".external-secrets.io", "integrations.externalSecrets");
        }
        if (integrations.kubeVirt().enabled()) {
            owners.put(".kubevirt.io", "integrations.kubeVirt");
        }
        return owners;
    }
}
