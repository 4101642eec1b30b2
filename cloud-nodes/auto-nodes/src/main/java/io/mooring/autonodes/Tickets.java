package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.nodes.SecretText;

/// Lets one machine each join as the node of its claim.
interface Tickets {

    /// @param userData what the machine is to start with
    record Ticket(String token, SecretText userData) {}

    /// With all taints from the start: no pod is to be on the node before its labels are.
    ///
    /// @param ground what the machine is like
    Ticket of(Claim claim, Stall.Ground ground);

    /// It will not be used.
    void takeBack(Ticket ticket);
}
