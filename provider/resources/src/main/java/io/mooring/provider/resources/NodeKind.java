package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ResourceType;
import java.time.Duration;
import java.util.List;

/// In what nodes of one provider differ from those of another. How a machine becomes a node is the
/// same for all: [NodeHandler] and [NodeWork].
interface NodeKind {

    ResourceType type();

    /// How long making a node may take, if the user does not say.
    Duration usual();

    /// What is wrong with the settings that only this kind has; calls nobody. They may hold unknown
    /// values.
    List<PropertyFailure> check(ObjectValue inputs);

    /// Fails, naming what is missing, where no node of this kind can be made.
    void requireUsable();

    /// Where the machines of these checked and known inputs are made.
    NodeMachines machines(ObjectValue inputs);
}
