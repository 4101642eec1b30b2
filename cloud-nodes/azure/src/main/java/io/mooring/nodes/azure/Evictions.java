package io.mooring.nodes.azure;

import com.azure.resourcemanager.compute.models.VirtualMachineEvictionPolicyTypes;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Pace;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Spot machines that Azure takes back. It tells the machine itself half a minute before, by its
/// scheduled events; whoever looks from outside sees it being removed, or released from its host.
final class Evictions {

    private final VirtualMachines machines;
    private final Pace pace;

    Evictions(VirtualMachines machines, Pace pace) {
        this.machines = machines;
        this.pace = pace;
    }

    /// One that is to be released and not removed is looked at by itself: the list does not say.
    List<Notice> of(String cluster, Set<String> wanted) {
        return machines.listed(cluster).stream()
                .filter(Vm::mayBeTakenBack)
                .filter(it -> wanted.contains(it.id().name()))
                .flatMap(it -> isKept(it) ? machines.of(it.id()).stream() : Stream.of(it))
                .filter(it -> it.phase() == Vm.Phase.LEAVING || isReleased(it))
                .map(it ->
                        new Notice(
                                it.id(),
                                pace.now(),
                                "Azure takes back the spot machine: it is "
                                        + (isReleased(it) ? it.power() : "being removed")))
                .toList();
    }

    private static boolean isKept(Vm machine) {
        return VirtualMachineEvictionPolicyTypes.DEALLOCATE.equals(machine.seen().evictionPolicy());
    }

    private static boolean isReleased(Vm machine) {
        return machine.power().equals("deallocating") || machine.power().equals("deallocated");
    }
}
