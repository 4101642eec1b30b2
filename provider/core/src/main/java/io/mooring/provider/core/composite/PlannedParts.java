package io.mooring.provider.core.composite;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.Difference.Change;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Compares each declared child with what is there, and foresees its outputs.
final class PlannedParts extends DeclaredParts {
    private final Function<Token, Lifecycle> lives;
    private final Parts had;
    private final boolean namesAreCertain;
    private final Set<Part.Key> declared = new LinkedHashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> compared = new LinkedHashSet<>();

    /// @param namesAreCertain whether names that children's handlers choose will be the same when
    ///   the children are made
    PlannedParts(Function<Token, Lifecycle> lives, Parts had, boolean namesAreCertain) {
        this.lives = lives;
        this.had = had;
        this.namesAreCertain = namesAreCertain;
    }

    /// What changes of the children that are there, in their own words.
    List<Change> changes() {
        return List.copyOf(changes);
    }

    /// Whether children come or go.
    boolean comeOrGo() {
        return !declared.equals(new LinkedHashSet<>(had.list().stream().map(Part::key).toList()));
    }

    /// Whether a child that is there stays, whatever becomes of it.
    boolean keepsAny() {
        return !compared.isEmpty();
    }

    /// Whether a child that is there was asked what a change of this property means.
    boolean judges(String property) {
        return compared.contains(property);
    }

    @Override
    public LogicalName name() {
        return had.owner();
    }

    @Override
    Child child(ChildSpec spec) {
        var key = Part.Key.of(spec);
        declared.add(key);
        return had.find(key)
                .map(part -> kept(spec, part))
                .orElseGet(() -> new Child(key.toString(), Value.UNKNOWN, made(spec, key)));
    }

    private Child kept(ChildSpec spec, Part part) {
        var life = lives.apply(part.type());
        var inputs = life.type().inputs();
        inputs.names().forEach(name -> compared.add(spec.options().ownProperty(name)));
        var old = part.existing(inputs);
        var wanted = checked(life, spec, part.key(), old.inputs());
        var difference = life.diff(old, wanted);
        difference.changes().forEach(change -> changes.add(change.of(spec.options())));
        var urn = part.key().toString();
        if (difference.replaces()) {
            return new Child(urn, Value.UNKNOWN, made(spec, part.key()));
        }
        var outputs = difference.isEmpty() ? part.outputs() : life.previewUpdate(old, wanted);
        return new Child(urn, Value.of(part.id()), outputs);
    }

    private ObjectValue made(ChildSpec spec, Part.Key key) {
        var life = lives.apply(key.type());
        var inputs = checked(life, spec, key, ObjectValue.EMPTY);
        return life.previewCreate(
                namesAreCertain ? inputs : certain(life.type().inputs(), spec.inputs(), inputs),
                had.name(key));
    }

    private ObjectValue checked(
            Lifecycle life, ChildSpec spec, Part.Key key, ObjectValue oldInputs) {
        var context = new CheckContext(had.name(key), oldInputs, ObjectValue.EMPTY);
        return life.check(spec.inputs(), context).inputs();
    }

    /// The inputs without what the check chose.
    private static ObjectValue certain(
            ObjectSchema schema, ObjectValue given, ObjectValue checked) {
        var certain = checked;
        for (var property : schema.properties()) {
            var name = property.name();
            if (checked.has(name)
                    && !given.has(name)
                    && property.fallback() instanceof Value.Null) {
                certain = certain.with(name, Value.UNKNOWN);
            }
        }
        return certain;
    }
}
