package io.mooring.provider.core.composite;

import io.mooring.provider.core.ComponentHandler;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Looks at the real things behind the children, once.
final class PartReader {
    private final CompositeType type;
    private final Function<Token, Lifecycle> lives;
    private final OperationContext context;
    // guarded by this
    private final Map<String, Value> drift = new LinkedHashMap<>();

    PartReader(CompositeType type, Function<Token, Lifecycle> lives, OperationContext context) {
        this.type = type;
        this.lives = lives;
        this.context = context;
    }

    /// Those that are still there, as they are now.
    List<Part> again(Parts had) {
        List<Callable<Optional<Part>>> looks = new ArrayList<>();
        had.list().forEach(part -> looks.add(() -> again(part, had)));
        return Together.all(looks).stream().flatMap(Optional::stream).toList();
    }

    /// The component's inputs, with those that a child was found to have otherwise.
    synchronized ObjectValue drifted(ObjectValue inputs) {
        var drifted = inputs;
        for (var found : drift.entrySet()) {
            drifted = drifted.with(found.getKey(), found.getValue());
        }
        return drifted;
    }

    private Optional<Part> again(Part part, Parts had) {
        var life = lives.apply(part.type());
        var old = part.existing(life.type().inputs());
        return switch (life.read(old, had.operation(part.key(), context))) {
            case ReadOutcome.Gone _ -> Optional.empty();
            case ReadOutcome.Found(var id, var inputs, var outputs) -> {
                compare(life, old.inputs(), inputs);
                yield Optional.of(new Part(part.type(), part.name(), part.group(), id, outputs));
            }
        };
    }

    private synchronized void compare(Lifecycle life, ObjectValue old, ObjectValue found) {
        for (var name : type.component().inputs().names()) {
            var isShared = life.type().inputs().property(name).isPresent();
            if (isShared && !found.field(name).sameAs(old.field(name))) {
                drift.putIfAbsent(name, found.field(name));
            }
        }
    }

    /// Only a component that hands what it is given on to one child can be found by an id.
    ReadOutcome imported(String id, ComponentHandler handler) {
        var none = Parts.none(type.owner(ObjectValue.EMPTY, context.name()));
        var seen = new SeenParts(lives, none.owner(), key -> imported(id, key, none));
        var outputs = handler.build(seen, ObjectValue.EMPTY).map(SeenParts::known);
        if (seen.found().isEmpty()) {
            return new ReadOutcome.Gone();
        }
        var first = seen.found().getFirst();
        return new ReadOutcome.Found(
                first.id(),
                Part.only(type.component().inputs(), first.outputs()),
                outputs.with(CompositeType.PARTS, none.with(seen.found()).value()));
    }

    private Optional<Part> imported(String id, Part.Key key, Parts none) {
        var unknown = new Existing(id, ObjectValue.EMPTY, ObjectValue.EMPTY);
        return switch (lives.apply(key.type()).read(unknown, none.operation(key, context))) {
            case ReadOutcome.Gone _ -> Optional.empty();
            case ReadOutcome.Found found ->
                    Optional.of(new Part(key.type(), key.name(), 0, found.id(), found.outputs()));
        };
    }
}
