package io.mooring.provider.resources;

import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceType;

/// Keeps each thing that is being made in mind where that can be: in the cluster that it is made
/// for, or on this machine.
///
/// @param clusters for what has a cluster
/// @param own for what has a host
record AllDrafts(Drafts clusters, Drafts own) implements Drafts {

    private static final String NAME = "name";

    @Override
    public Draft begin(ResourceType type, ObjectValue inputs, OperationContext context) {
        if (type.inputs().property(NAME).isEmpty()) {
            return Draft.of(context.name());
        }
        if (inputs.has("cluster")) {
            // A node that has a name is known by it, whoever made it.
            return inputs.has(NAME) && !type.token().equals(AutoscalingPolicyType.TYPE.token())
                    ? Draft.of(context.name())
                    : clusters.begin(type, inputs, context);
        }
        return inputs.has("host") ? own.begin(type, inputs, context) : Draft.of(context.name());
    }
}
