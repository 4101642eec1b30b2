package io.mooring.provider.core.composite;

import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tells what is there of each declared child, to find out what the component's outputs are.
final class SeenParts extends DeclaredParts {
    private final Function<Token, Lifecycle> lives;
    private final LogicalName owner;
    private final Function<Part.Key, Optional<Part>> look;
    private final List<Part> found = new ArrayList<>();

    SeenParts(
            Function<Token, Lifecycle> lives,
            LogicalName owner,
            Function<Part.Key, Optional<Part>> look) {
        this.lives = lives;
        this.owner = owner;
        this.look = look;
    }

    /// What is there of what was declared.
    List<Part> found() {
        return List.copyOf(found);
    }

    @Override
    public LogicalName name() {
        return owner;
    }

    @Override
    Child child(ChildSpec spec) {
        var key = Part.Key.of(spec);
        var part = look.apply(key);
        part.ifPresent(found::add);
        return part.map(p -> new Child(key.toString(), Value.of(p.id()), p.outputs()))
                .orElseGet(() -> missing(key));
    }

    private Child missing(Part.Key key) {
        var outputs = lives.apply(key.type()).type().outputs().unknown();
        return new Child(key.toString(), Value.UNKNOWN, outputs);
    }

    /// A value without what is not known in it.
    static Value known(Value value) {
        return switch (value) {
            case Value.Unknown _ -> Value.NULL;
            case Value.SecretValue(var inner) -> {
                var known = known(inner);
                yield known instanceof Value.Null ? known : new Value.SecretValue(known);
            }
            case Value.OutputValue(var inner, var _) -> known(inner);
            case Value.ListValue(var items) ->
                    Value.list(
                            items.stream()
                                    .map(SeenParts::known)
                                    .filter(item -> !(item instanceof Value.Null))
                                    .toList());
            case ObjectValue object -> object.map(SeenParts::known);
            case Value leaf -> leaf;
        };
    }
}
