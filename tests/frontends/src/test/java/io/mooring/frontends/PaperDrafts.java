package io.mooring.frontends;

import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Keeps in mind what providers make one after the other, also those that die of it.
final class PaperDrafts {
    // guarded by this: the names of what was not finished
    private final Deque<LogicalName> open = new ArrayDeque<>();

    /// Those of one provider.
    Drafts of(BooleanSupplier dead) {
        return (type, inputs, context) -> new OnPaper(next(context.name()), dead, this);
    }

    synchronized int open() {
        return open.size();
    }

    private synchronized LogicalName next(LogicalName drawn) {
        var name = Optional.ofNullable(open.poll()).orElse(drawn);
        open.add(name);
        return name;
    }

    private synchronized void remove(LogicalName name) {
        open.remove(name);
    }

    private record OnPaper(LogicalName name, BooleanSupplier dead, PaperDrafts drafts)
            implements Drafts.Draft {
        /// Only the dead leave theirs here.
        @Override
        public void leave() {}

        @Override
        public void close() {
            if (!dead.getAsBoolean()) {
                drafts.remove(name);
            }
        }
    }
}
