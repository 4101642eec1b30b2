package io.mooring.frontends;

import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Keeps in mind what providers make one after the other, also those that die of it.
final class PaperDrafts {
    // guarded by this: what was not finished
    private final List<OnPaper> open = new ArrayList<>();

    /// Those of one provider.
    Drafts of(BooleanSupplier dead) {
        return (_, inputs, context) ->
                next(inputs.text("name").orElse("any"), context.name(), dead);
    }

    synchronized int open() {
        return open.size();
    }

    private synchronized OnPaper next(String shape, LogicalName drawn, BooleanSupplier dead) {
        var left = open.stream().filter(it -> it.shape().equals(shape)).findFirst();
        left.ifPresent(open::remove);
        var draft = new OnPaper(shape, left.map(OnPaper::name).orElse(drawn), dead, this);
        open.add(draft);
        return draft;
    }

    private synchronized void remove(OnPaper draft) {
        open.remove(draft);
    }

    /// @param shape the name that the user gave it
    private record OnPaper(String shape, LogicalName name, BooleanSupplier dead, PaperDrafts drafts)
            implements Drafts.Draft {
        /// Only the dead leave theirs here.
        @Override
        public void leave() {}

        @Override
        public void close() {
            if (!dead.getAsBoolean()) {
                drafts.remove(this);
            }
        }
    }
}
