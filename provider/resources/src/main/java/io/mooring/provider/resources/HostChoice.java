package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.resources.host.ControlPlaneHost;

/// Tells where a control plane runs.
interface HostChoice {

    /// @param inputs checked and known
    ControlPlaneHost of(String name, ObjectValue inputs);
}
