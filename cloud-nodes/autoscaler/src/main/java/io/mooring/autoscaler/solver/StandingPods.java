package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.solver.HostRules.Rules;
import io.mooring.autoscaler.solver.Offer.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The pods that stay on standing nodes, as far as others on their node have to mind them.
final class StandingPods {

    private final Map<Integer, List<Rules>> byOffer = new HashMap<>();
    private final int groups;

    StandingPods(
            Catalog catalog, PodClasses classes, HostRules rules, List<PodTemplate> templates) {
        groups = rules.groups();
        for (int i = 0; i < catalog.offers.size(); i++) {
            if (catalog.offers.get(i) instanceof Standing standing) {
                List<Rules> there =
                        standing.node().pods().stream()
                                .map(template -> rules.of(classes.of(templates.get(template))))
                                .filter(r -> !r.none())
                                .toList();
                byOffer.put(i, there);
            }
        }
    }

    int groups() {
        return groups;
    }

    List<Rules> on(int offer) {
        return byOffer.getOrDefault(offer, List.of());
    }
}
