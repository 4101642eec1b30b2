package io.mooring.provider.core.composite;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Has each declared child's handler look at its inputs; nothing is known of what they would give.
final class CheckedParts extends DeclaredParts {
    private final Function<Token, Lifecycle> lives;
    private final Parts parts;
    private final CheckContext context;
    private final Set<PropertyFailure> failures = new LinkedHashSet<>();
    private Optional<ObjectValue> first = Optional.empty();

    /// @param parts none, under the component's name
    /// @param context of the component; its old inputs are those that children may have had
    CheckedParts(Function<Token, Lifecycle> lives, Parts parts, CheckContext context) {
        this.lives = lives;
        this.parts = parts;
        this.context = context;
    }

    /// Each problem once, however many children have it.
    List<PropertyFailure> failures() {
        return List.copyOf(failures);
    }

    /// The inputs of the first child, as its handler completed them.
    ObjectValue first() {
        return first.orElse(ObjectValue.EMPTY);
    }

    @Override
    public LogicalName name() {
        return parts.owner();
    }

    @Override
    Child child(ChildSpec spec) {
        var key = Part.Key.of(spec);
        var life = lives.apply(key.type());
        var old = Part.only(life.type().inputs(), context.oldInputs());
        var checked =
                life.check(spec.inputs(), new CheckContext(parts.name(key), old, context.config()));
        checked.failures().forEach(failure -> failures.add(failure.of(spec.options())));
        first = first.or(() -> Optional.of(checked.inputs()));
        var outputs = life.type().outputs().unknown().with(checked.inputs());
        return new Child(key.toString(), Value.UNKNOWN, outputs);
    }
}
