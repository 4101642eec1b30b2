package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.nodes.SecretText;
import java.util.Map;
import java.util.function.Supplier;

/// Lets one machine each join as the node of its claim.
interface Tickets {

    /// @param userData what the machine is to start with
    record Ticket(String token, SecretText userData) {}

    /// With all taints from the start: no pod is to be on the node before its labels are.
    ///
    /// @param cloud the provider of the machine
    /// @param ground what the machine is like
    Ticket of(Claim claim, String cloud, Stall.Ground ground);

    /// Says which machine the tickets of this claim were made for, if it has to prove that; also
    /// those of a control plane that ended before it could. May be repeated.
    ///
    /// @param machine asked only where that is so
    void bind(Claim claim, String cloud, Supplier<Map<String, String>> machine);

    /// It will not be used.
    void takeBack(Ticket ticket);
}
