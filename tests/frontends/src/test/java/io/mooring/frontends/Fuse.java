package io.mooring.frontends;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ForwardingHandler;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceHandler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Ends a provider at one point of its work: every connection is cut at once, and no answer leaves
/// any more.
final class Fuse {

    /// Where a provider may die.
    enum Point {
        ANY_CALL,
        CHECK,
        DIFF,
        READ,
        BEFORE_CREATE,
        AFTER_CREATE,
        BEFORE_UPDATE,
        AFTER_UPDATE,
        BEFORE_DELETE,
        AFTER_DELETE
    }

    private final Optional<Point> point;
    private final AtomicReference<Runnable> end = new AtomicReference<>(() -> {});
    private volatile boolean blown;

    /// @param point none for a provider that lives
    Fuse(Optional<Point> point) {
        this.point = point;
    }

    /// How to end the provider.
    void ends(Runnable provider) {
        end.set(provider);
    }

    /// A registry in which this goes off.
    Supplier<Registry> in(Supplier<Registry> registry) {
        return () -> {
            reach(Point.ANY_CALL);
            return registry.get();
        };
    }

    /// A handler in which this goes off.
    ResourceHandler in(ResourceHandler handler) {
        return new Mortal(handler, this);
    }

    /// Whether the provider is dead.
    boolean isBlown() {
        return blown;
    }

    private void reach(Point reached) {
        if (point.filter(reached::equals).isPresent()) {
            blown = true;
            end.get().run();
            throw new IllegalStateException("the provider is dead; nobody hears this");
        }
    }

    private record Mortal(ResourceHandler handler, Fuse fuse) implements ForwardingHandler {
        @Override
        public Checked check(ObjectValue inputs, CheckContext context) {
            fuse.reach(Point.CHECK);
            return handler.check(inputs, context);
        }

        @Override
        public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
            fuse.reach(Point.DIFF);
            return handler.diff(old, inputs, bySchema);
        }

        @Override
        public Created create(ObjectValue inputs, OperationContext context) {
            fuse.reach(Point.BEFORE_CREATE);
            var created = handler.create(inputs, context);
            fuse.reach(Point.AFTER_CREATE);
            return created;
        }

        @Override
        public ReadOutcome read(Existing old, OperationContext context) {
            fuse.reach(Point.READ);
            return handler.read(old, context);
        }

        @Override
        public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
            fuse.reach(Point.BEFORE_UPDATE);
            var outputs = handler.update(old, inputs, context);
            fuse.reach(Point.AFTER_UPDATE);
            return outputs;
        }

        @Override
        public void delete(Existing old, OperationContext context) {
            fuse.reach(Point.BEFORE_DELETE);
            handler.delete(old, context);
            fuse.reach(Point.AFTER_DELETE);
        }
    }
}
