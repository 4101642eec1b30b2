package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.Map;

/// Pod disruption budgets. Their status is the tenant's own: its controllers count its pods.
final class DisruptionBudgetTranslator implements Translator {
    private final Copies copies;

    DisruptionBudgetTranslator(Settings settings) {
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.POD_DISRUPTION_BUDGET;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var copy = copies.of(tenant);
        var spec = Tree.made(copy, "spec");
        // without a selector, a budget is of no pod
        if (spec.get("selector") instanceof Map) {
            var marks = copies.marks(tenant.namespace());
            spec.put("selector", Selectors.pods(Tree.map(spec, "selector"), marks));
        }
        return new Findings().conclude(new KubeObject(copy));
    }
}
