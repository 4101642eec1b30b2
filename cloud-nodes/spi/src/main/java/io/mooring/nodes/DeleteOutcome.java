package io.mooring.nodes;

import java.time.Duration;

/// How a removal ended.
public sealed interface DeleteOutcome {

    record Deleted() implements DeleteOutcome {}

    record NothingThere() implements DeleteOutcome {}

    record Throttled(Duration retryAfter) implements DeleteOutcome {}

    record TimedOut(String waitingFor, Duration after) implements DeleteOutcome {}
}
