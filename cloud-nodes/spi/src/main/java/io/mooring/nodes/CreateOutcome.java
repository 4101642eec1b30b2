package io.mooring.nodes;

import java.time.Duration;

/// How a creation ended. Only the first two leave a machine that was asked for.
public sealed interface CreateOutcome {

    record Created(Machine machine) implements CreateOutcome {}

    record AlreadyThere(Machine machine) implements CreateOutcome {}

    /// Nothing to be had of this kind, here, now; another kind or place may do.
    record NoCapacity(String reason) implements CreateOutcome {}

    record Throttled(Duration retryAfter) implements CreateOutcome {}

    /// The request can never succeed as it is.
    record BadConfiguration(String reason) implements CreateOutcome {}

    record TimedOut(String waitingFor, Duration after) implements CreateOutcome {}
}
