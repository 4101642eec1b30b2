package io.mooring.autoscaler.model;

import java.util.List;
import java.util.Map;

/// Selects pods or namespaces by their labels. Without requirements it selects all of them; one
/// that is absent selects none.
public record LabelSelector(boolean present, List<Requirement> requirements) {

    public static final LabelSelector NOTHING = new LabelSelector(false, List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    public boolean matches(Map<String, String> labels) {
        return present
                && requirements.stream().allMatch(r -> r.values().matches(labels.get(r.key())));
    }
}
