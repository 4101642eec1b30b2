package io.mooring.nodes;

import java.util.List;

/// Makes machines somewhere. Every method may be repeated after a crash at any line: a machine is
/// known by cluster and name, and a provider touches only machines that carry its ownership mark.
/// Safe for use by many threads.
public interface NodeProvider {

    /// The provider's name in resources and logs, such as `local` or `aws`.
    String name();

    /// Makes the machine and starts it, or finds it made already.
    CreateOutcome create(MachineRequest request);

    /// The machine as it is now.
    Lookup get(MachineId id);

    /// Every machine of the cluster that this provider owns, sorted by name.
    List<Machine> list(String cluster);

    /// Removes the machine and all that was made for it; also from any half-made state.
    DeleteOutcome delete(MachineId id);
}
