package io.mooring.tunnel;

import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The dials one agent has not answered yet, each with a deadline. Confined to the tunnel's loop.
final class PendingDials {
    private final TunnelContext context;
    private final LongObjectHashMap<Dial> dials = new LongObjectHashMap<>();

    PendingDials(TunnelContext context) {
        this.context = context;
    }

    /// A new dial; `unanswered` hears of it when its deadline has come.
    Dial begin(AgentStream agent, Front front, String address, Consumer<Dial> unanswered) {
        long random;
        do {
            random = context.random().nextLong() & Long.MAX_VALUE;
        } while (random == 0 || dials.containsKey(random));
        var dial = new Dial(agent, front, address, random, context.timers().nanoTime());
        dials.put(random, dial);
        context.metrics().pendingDials.increment();
        var deadline = context.limits().dialDeadline();
        dial.deadline(context.timers().schedule(deadline, () -> unanswered.accept(dial)));
        return dial;
    }

    /// The dial is answered, or no answer is wanted any more. Null when that was so before.
    @Nullable Dial settle(long random) {
        var dial = dials.remove(random);
        if (dial != null) {
            dial.stopClock();
            context.metrics().pendingDials.decrement();
        }
        return dial;
    }

    List<Dial> settleAll() {
        var all = new ArrayList<>(dials.values());
        all.forEach(dial -> settle(dial.random));
        return all;
    }
}
