package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.NetworkInterface;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// An instance with our mark, as Google sees it.
record Vm(MachineId id, Instance seen) {

    /// What it is about to do, as far as the next step depends on it.
    enum Phase {
        /// Accepted, and not decided yet.
        MAKING,
        RUNNING,
        /// On its way to be stopped or to be gone.
        LEAVING,
        STOPPED
    }

    Phase phase() {
        return switch (seen.getStatus()) {
            case "PROVISIONING", "STAGING", "PENDING" -> Phase.MAKING;
            case "STOPPING", "PENDING_STOP", "SUSPENDING", "DEPROVISIONING" -> Phase.LEAVING;
            case "TERMINATED", "STOPPED", "SUSPENDED" -> Phase.STOPPED;
            // Google repairs a machine and starts it again by itself.
            default -> Phase.RUNNING;
        };
    }

    String zone() {
        return Names.last(seen.getZone());
    }

    String type() {
        return Names.last(seen.getMachineType());
    }

    Capacity capacity() {
        return "SPOT".equals(seen.getScheduling().getProvisioningModel())
                ? Capacity.SPOT
                : Capacity.ON_DEMAND;
    }

    List<String> addresses() {
        return seen.getNetworkInterfacesList().stream()
                .map(NetworkInterface::getNetworkIP)
                .filter(it -> !it.isEmpty())
                .limit(1)
                .toList();
    }

    Instant made() {
        return time(seen.getCreationTimestamp());
    }

    /// The latest there is where Google does not tell.
    static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return Instant.MAX;
        }
    }
}
