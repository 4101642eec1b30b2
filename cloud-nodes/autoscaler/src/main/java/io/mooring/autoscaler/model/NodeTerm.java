package io.mooring.autoscaler.model;

import java.util.List;

/// Requirements on a node's labels that hold together.
public record NodeTerm(List<Requirement> requirements) {

    public NodeTerm {
        requirements = List.copyOf(requirements);
    }
}
