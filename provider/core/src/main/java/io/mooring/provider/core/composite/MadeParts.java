package io.mooring.provider.core.composite;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Makes and changes each declared child, and knows at any time which are there.
final class MadeParts implements ComponentContext {
    private final Function<Token, Lifecycle> lives;
    private final Parts had;
    private final OperationContext context;
    private final Set<Part.Key> declared = new LinkedHashSet<>();
    private int groups;
    // guarded by this
    private final Map<Part.Key, Part> there = new LinkedHashMap<>();

    MadeParts(Function<Token, Lifecycle> lives, Parts had, OperationContext context) {
        this.lives = lives;
        this.had = had;
        this.context = context;
        had.list().forEach(part -> there.put(part.key(), part));
    }

    /// What is there now.
    synchronized Parts parts() {
        return had.with(there.values());
    }

    @Override
    public LogicalName name() {
        return had.owner();
    }

    @Override
    public boolean preview() {
        return false;
    }

    @Override
    public List<Child> children(List<ChildSpec> specs) {
        var group = groups++;
        specs.forEach(spec -> declared.add(Part.Key.of(spec)));
        List<Callable<Child>> tasks = new ArrayList<>();
        specs.forEach(spec -> tasks.add(() -> child(spec, group)));
        return Together.all(tasks);
    }

    /// Removes what was not declared, when all that was declared is there.
    void removeOthers() {
        remove(parts().list().stream().filter(part -> !declared.contains(part.key())).toList());
    }

    /// Removes all.
    void removeAll() {
        remove(parts().list());
    }

    private void remove(Collection<Part> doomed) {
        var groups = new TreeMap<Integer, List<Callable<Part>>>();
        for (var part : doomed) {
            groups.computeIfAbsent(part.group(), _ -> new ArrayList<>()).add(() -> removed(part));
        }
        groups.descendingMap().values().forEach(Together::all);
    }

    private Part removed(Part part) {
        var life = lives.apply(part.type());
        life.delete(part.existing(life.type().inputs()), had.operation(part.key(), context));
        synchronized (this) {
            there.remove(part.key());
        }
        return part;
    }

    private Child child(ChildSpec spec, int group) {
        var key = Part.Key.of(spec);
        var life = lives.apply(key.type());
        var schema = life.type().inputs();
        var old = had.find(key);
        var oldInputs = old.map(part -> part.existing(schema).inputs());
        var checked =
                life.check(
                        spec.inputs(),
                        new CheckContext(
                                had.name(key),
                                oldInputs.orElse(ObjectValue.EMPTY),
                                context.config()));
        if (!checked.failures().isEmpty()) {
            throw new InvalidInputs(
                    "making %s:".formatted(key),
                    checked.failures().stream().map(it -> it.of(spec.options())).toList());
        }
        var part =
                old.isEmpty()
                        ? created(life, key, group, checked.inputs())
                        : updated(life, old.get().inGroup(group), checked.inputs());
        keep(part);
        return new Child(key.toString(), Value.of(part.id()), part.outputs());
    }

    private Part created(Lifecycle life, Part.Key key, int group, ObjectValue inputs) {
        try {
            var created = life.create(inputs, had.operation(key, context));
            return new Part(key.type(), key.name(), group, created.id(), created.outputs());
        } catch (PartialFailure partial) {
            keep(new Part(key.type(), key.name(), group, partial.id(), partial.outputs()));
            throw partial;
        }
    }

    private Part updated(Lifecycle life, Part part, ObjectValue inputs) {
        var old = part.existing(life.type().inputs());
        var difference = life.diff(old, inputs);
        if (difference.isEmpty()) {
            return part;
        }
        if (difference.replaces()) {
            return created(life, removed(part).key(), part.group(), inputs);
        }
        var outputs = life.update(old, inputs, had.operation(part.key(), context));
        return new Part(part.type(), part.name(), part.group(), part.id(), outputs);
    }

    private synchronized void keep(Part part) {
        there.put(part.key(), part);
    }
}
