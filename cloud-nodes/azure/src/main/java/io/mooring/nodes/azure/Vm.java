package io.mooring.nodes.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.InstanceViewStatus;
import com.azure.resourcemanager.compute.models.VirtualMachinePriorityTypes;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A virtual machine with our mark, as Azure sees it.
///
/// @param seen with its instance view, where what it does is told
record Vm(MachineId id, VirtualMachineInner seen) {

    private static final String POWER = "PowerState/";
    private static final String FAILED = "ProvisioningState/failed/";

    /// What it is about to do, as far as the next step depends on it.
    enum Phase {
        /// Accepted, and not decided yet.
        MAKING,
        RUNNING,
        STOPPED,
        /// Its creation failed: it has a name and parts, and never ran.
        SPOILT,
        LEAVING
    }

    Phase phase() {
        String provisioning = String.valueOf(seen.provisioningState());
        String power = power();
        boolean runs = power.equals("running") || power.equals("starting");
        return switch (provisioning) {
            case "Deleting" -> Phase.LEAVING;
            case "Creating" -> Phase.MAKING;
            // With any, it failed to start or to be changed, after it was made.
            case "Failed", "Canceled" ->
                    power.isEmpty() || power.equals("unknown") ? Phase.SPOILT : running(runs);
            default -> running(runs || power.isEmpty());
        };
    }

    private static Phase running(boolean runs) {
        return runs ? Phase.RUNNING : Phase.STOPPED;
    }

    /// Whether the last thing that was done to it failed.
    boolean isFailed() {
        return "Failed".equals(seen.provisioningState())
                || "Canceled".equals(seen.provisioningState());
    }

    /// `running`, `deallocated` and so on; empty for one that never had any.
    String power() {
        return statuses()
                .map(InstanceViewStatus::code)
                .filter(code -> code.startsWith(POWER))
                .map(code -> code.substring(POWER.length()))
                .findFirst()
                .orElse("");
    }

    /// Whether it is paid for as spot. Azure tells of an eviction on the machine itself alone; what
    /// is seen of it from here is that the machine does not run any more.
    boolean mayBeTakenBack() {
        return VirtualMachinePriorityTypes.SPOT.equals(seen.priority());
    }

    /// Why its creation failed, as it is told as long as the machine is there.
    Optional<Fault> fault() {
        return statuses()
                .filter(it -> it.code().startsWith(FAILED))
                .map(it ->
                        new Fault(
                                0,
                                it.code().substring(FAILED.length()),
                                orNothing(it.message()),
                                "",
                                Optional.empty()))
                .findFirst();
    }

    private Stream<InstanceViewStatus> statuses() {
        if (seen.instanceView() == null || seen.instanceView().statuses() == null) {
            return Stream.empty();
        }
        return seen.instanceView().statuses().stream().filter(it -> it.code() != null);
    }

    String size() {
        return seen.hardwareProfile() == null || seen.hardwareProfile().vmSize() == null
                ? ""
                : seen.hardwareProfile().vmSize().toString();
    }

    String zone() {
        List<String> zones = seen.zones();
        return zones == null || zones.isEmpty() ? "" : seen.location() + "-" + zones.getFirst();
    }

    Capacity capacity() {
        return VirtualMachinePriorityTypes.SPOT.equals(seen.priority())
                ? Capacity.SPOT
                : Capacity.ON_DEMAND;
    }

    Instant made() {
        return seen.timeCreated() == null
                ? Tags.made(seen.tags()).orElse(Instant.MAX)
                : seen.timeCreated().toInstant();
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }
}
