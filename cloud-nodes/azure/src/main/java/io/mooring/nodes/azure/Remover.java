package io.mooring.nodes.azure;

import com.azure.resourcemanager.compute.fluent.VirtualMachinesClient;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;

/// Removes a machine and what was made for it, however much of that there is. Azure removes the
/// parts with the machine, unless that fails half way; so they are looked at by themselves, too.
final class Remover {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final VirtualMachinesClient client;
    private final String group;
    private final Operations operations;
    private final Names names;
    private final VirtualMachines machines;
    private final Sight sight;
    private final Parts parts;

    Remover(
            Azure azure,
            Operations operations,
            Names names,
            VirtualMachines machines,
            Sight sight,
            Parts parts) {
        this.client = azure.compute().getVirtualMachines();
        this.group = azure.group();
        this.operations = operations;
        this.names = names;
        this.machines = machines;
        this.sight = sight;
        this.parts = parts;
    }

    /// @return whether there was anything
    boolean remove(MachineId id) {
        boolean machine = sight.of(id).isPresent();
        if (machine) {
            delete(id);
        }
        boolean disk = parts.deleteDisk(id);
        boolean networkInterface = parts.deleteNetworkInterface(id);
        return machine || disk || networkInterface;
    }

    /// What a failed creation left, but for the network interface: the next attempt may use it
    /// again, while Azure keeps it for three minutes from whoever wants to delete it. A machine
    /// that another run has made meanwhile stays.
    void removeFailed(MachineId id) {
        if (machines.of(id).filter(Vm::isFailed).isPresent()) {
            delete(id);
        }
        parts.deleteLooseDisk(id);
    }

    /// All that a failed creation left.
    void clear(MachineId id) {
        removeFailed(id);
        parts.deleteLooseNetworkInterface(id);
    }

    private void delete(MachineId id) {
        try {
            operations.require(
                    Lanes.DELETES,
                    "deleting machine " + id,
                    LIMIT,
                    context -> client.beginDelete(group, names.machine(id), null, context));
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NotThere)) {
                throw e;
            }
        }
    }
}
