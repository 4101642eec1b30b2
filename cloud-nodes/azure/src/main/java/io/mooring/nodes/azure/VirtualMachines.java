package io.mooring.nodes.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.VirtualMachinesClient;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.InstanceViewTypes;
import io.mooring.nodes.Calls;
import io.mooring.nodes.MachineId;
import java.util.List;
import java.util.Optional;

/// The virtual machines that carry our mark. What has just been made may not be seen for some
/// seconds.
final class VirtualMachines {

    private final VirtualMachinesClient client;
    private final String group;
    private final Calls calls;
    private final Names names;
    private final Tags tags;

    VirtualMachines(Azure azure, Calls calls, Names names, Tags tags) {
        this.client = azure.compute().getVirtualMachines();
        this.group = azure.group();
        this.calls = calls;
        this.names = names;
        this.tags = tags;
    }

    Optional<Vm> of(MachineId id) {
        return look("looking for machine " + id, names.machine(id))
                .filter(it -> tags.machine(it.tags()).equals(Optional.of(id)))
                .map(it -> new Vm(id, it));
    }

    /// With a look at each, since Azure lists machines without what they do.
    List<Vm> ofCluster(String cluster) {
        return listed(cluster).stream()
                .map(Vm::id)
                .distinct()
                .flatMap(id -> of(id).stream())
                .toList();
    }

    /// As Azure lists them: without what they do, but for whether they are being removed.
    List<Vm> listed(String cluster) {
        String attempt = "listing the machines of " + cluster;
        List<VirtualMachineInner> all =
                calls.found(
                                Lanes.READS,
                                attempt,
                                () -> client.listByResourceGroup(group).stream().toList())
                        .orElse(List.of());
        return all.stream()
                .flatMap(it ->
                        tags.machine(it.tags()).stream()
                                .filter(id -> isOurs(id, it))
                                .map(id -> new Vm(id, it)))
                .filter(it -> it.id().cluster().equals(cluster))
                .toList();
    }

    /// Not one that somebody gave a copy of our tags.
    private boolean isOurs(MachineId id, VirtualMachineInner machine) {
        return names.machine(id).equalsIgnoreCase(machine.name());
    }

    private Optional<VirtualMachineInner> look(String attempt, String name) {
        return calls.found(
                Lanes.READS,
                attempt,
                () ->
                        client.getByResourceGroupWithResponse(
                                        group, name, InstanceViewTypes.INSTANCE_VIEW, Context.NONE)
                                .getValue());
    }
}
