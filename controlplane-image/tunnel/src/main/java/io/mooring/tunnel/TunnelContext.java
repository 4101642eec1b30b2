package io.mooring.tunnel;

import java.util.random.RandomGenerator;

/// What the tunnel's state machines share.
record TunnelContext(
        Timers timers,
        TunnelLimits limits,
        BufferBudget budget,
        StallWatch watch,
        AgentDirectory directory,
        TunnelMetrics metrics,
        RandomGenerator random) {}
