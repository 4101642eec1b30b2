package io.mooring.api;

import java.util.List;
import java.util.Map;

/// A selector of objects by label, in the shape Kubernetes uses.
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

    /// One condition on one label.
    public record Requirement(String key, String operator, List<String> values) {}
}
