package io.mooring.tunnel;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Ends the stream of an agent that reads nothing while fronts wait for it. Upstream's agent hands
/// packets to its targets in the order they come, so one target that does not read stops it, and no
/// packet gets through that would end that target's connection alone. Confined to the tunnel's
/// loop.
final class ReadWatch {
    private final AgentLink link;
    private final TunnelContext context;
    private final BooleanSupplier waiting;
    private boolean watching;

    /// @param waiting whether fronts wait for the agent
    ReadWatch(AgentLink link, TunnelContext context, BooleanSupplier waiting) {
        this.link = link;
        this.context = context;
        this.waiting = waiting;
    }

    /// A front waits from now on.
    void watch() {
        if (!watching) {
            watching = true;
            lookLater();
        }
    }

    private void lookLater() {
        var start = context.timers().nanoTime();
        context.timers().schedule(grace(), () -> look(start));
    }

    private void look(long start) {
        if (!waiting.getAsBoolean()) {
            watching = false;
        } else if (link.blockedSince(start)) {
            link.retire(
                    "it read nothing for %d ms, as when one of its targets does not read"
                            .formatted(grace().toMillis()));
        } else {
            lookLater();
        }
    }

    private Duration grace() {
        return context.limits().agentGrace();
    }
}
