package io.mooring.provider.core.composite;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentHandler;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Difference.Change;
import io.mooring.provider.core.Difference.Kind;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A component as one resource. Its children are made in the order in which the component declares
/// them and removed in the reverse; what of them exists is kept whatever fails. A change that would
/// replace a child replaces the whole.
public final class Composite implements ResourceHandler {
    private final CompositeType type;
    private final Supplier<? extends ComponentHandler> handler;
    private final Function<Token, Lifecycle> lives;

    private Composite(
            CompositeType type,
            Supplier<? extends ComponentHandler> handler,
            Function<Token, Lifecycle> lives) {
        this.type = type;
        this.handler = handler;
        this.lives = lives;
    }

    /// The resource that a component of a registry is; its children are of the same registry.
    public static Registry.Resource of(Registry registry, Registry.Component component) {
        var type = CompositeType.of(component.type());
        var composite =
                new Composite(
                        type, component.handler(), token -> new Lifecycle(child(registry, token)));
        return new Registry.Resource(type.resource(), () -> composite);
    }

    private static Registry.Resource child(Registry registry, Token token) {
        return registry.resource(token)
                .or(() -> registry.component(token).map(inner -> of(registry, inner)))
                .orElseThrow(() -> new IllegalArgumentException("there is no type " + token));
    }

    /// The outputs of a component that is nothing but one child, for a child that is there already.
    ///
    /// @param name of the component
    /// @param childType what the child is
    /// @return empty if the component is made otherwise
    public Optional<ObjectValue> adopted(LogicalName name, Token childType, Existing child) {
        if (type.isNamed()) {
            // The names of its children are of its own making.
            return Optional.empty();
        }
        var none = Parts.none(type.owner(child.inputs(), name));
        var seen =
                new SeenParts(
                        lives,
                        none.owner(),
                        key ->
                                Optional.of(key)
                                        .filter(it -> it.type().equals(childType))
                                        .map(it ->
                                                new Part(
                                                        it.type(),
                                                        it.name(),
                                                        0,
                                                        child.id(),
                                                        child.outputs())));
        var inputs = Part.only(type.component().inputs(), child.outputs());
        var outputs = handler.get().build(seen, inputs).map(SeenParts::known);
        return seen.found().size() == 1
                ? Optional.of(
                        inputs.with(outputs)
                                .with(CompositeType.PARTS, none.with(seen.found()).value()))
                : Optional.empty();
    }

    /// The one child that it is made of, if that is of this type and there is no other.
    public Optional<Existing> only(Token childType, Existing composite) {
        var parts = Parts.read(type.component().token(), composite.outputs()).list();
        return parts.size() == 1 && parts.getFirst().type().equals(childType)
                ? Optional.of(parts.getFirst().existing(lives.apply(childType).type().inputs()))
                : Optional.empty();
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        var named = type.named(inputs, context.oldInputs(), context.name());
        var childContext =
                new CheckContext(context.name(), type.own(context.oldInputs()), context.config());
        var parts =
                new CheckedParts(
                        lives, Parts.none(type.owner(named, context.name())), childContext);
        var failures = new ArrayList<>(built(parts, named));
        failures.addAll(parts.failures());
        return new Checked(completed(named, parts.first()), failures);
    }

    /// Builds as far as it goes.
    ///
    /// @return what the component says is wrong with the inputs that are known
    private List<PropertyFailure> built(ComponentContext context, ObjectValue inputs) {
        try {
            var _ = handler.get().build(context, type.own(inputs));
            return List.of();
        } catch (InvalidInputs invalid) {
            return invalid.failures().stream()
                    .filter(failure -> inputs.isKnown(failure.property()))
                    .toList();
        } catch (ResourceFailure misfit) {
            return List.of(new PropertyFailure("", String.valueOf(misfit.getMessage())));
        }
    }

    /// A component that has an output in place of an input not given, has it from its child.
    private ObjectValue completed(ObjectValue inputs, ObjectValue first) {
        var completed = inputs;
        for (var name : type.component().inputs().names()) {
            var isOutput = type.component().outputs().property(name).isPresent();
            if (isOutput && !inputs.has(name)) {
                completed = completed.with(name, first.field(name));
            }
        }
        return completed;
    }

    @Override
    public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        var had = Parts.read(type.component().token(), old.outputs());
        var planned = new PlannedParts(lives, had, true);
        if (planned(planned, inputs).isEmpty()) {
            return bySchema;
        }
        var changes = new LinkedHashMap<String, Change>();
        bySchema.changes().stream()
                .filter(change -> !planned.judges(change.property()))
                .map(change ->
                        // Those that are there go, and new ones come in their place.
                        planned.keepsAny() || type.isItsName(change.property())
                                ? change
                                : change.inPlace())
                .forEach(change -> changes.put(change.path(), change));
        planned.changes().stream()
                .map(change ->
                        type.shows(change.property())
                                ? change
                                : new Change(CompositeType.PARTS, Kind.UPDATE, change.replaces()))
                .forEach(change ->
                        changes.merge(change.path(), change, (a, b) -> a.replaces() ? a : b));
        if (planned.comeOrGo()) {
            changes.putIfAbsent(
                    CompositeType.PARTS, new Change(CompositeType.PARTS, Kind.UPDATE, false));
        }
        return new Difference(List.copyOf(changes.values()), bySchema.deleteBeforeReplace());
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        var certain = type.isNamed() && inputs.isKnown(CompositeType.NAME);
        var none = Parts.none(type.owner(inputs, name));
        return planned(new PlannedParts(lives, none, certain), inputs).orElse(ObjectValue.EMPTY);
    }

    @Override
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        var had = Parts.read(type.component().token(), old.outputs());
        return planned(new PlannedParts(lives, had, true), inputs).orElse(ObjectValue.EMPTY);
    }

    /// The outputs foreseen; empty while inputs are unknown that decide of what it will be made.
    private Optional<ObjectValue> planned(PlannedParts parts, ObjectValue inputs) {
        try {
            return Optional.of(handler.get().build(parts, type.own(inputs)));
        } catch (InvalidInputs notYet) {
            if (inputs.hasUnknown()) {
                return Optional.empty();
            }
            throw notYet;
        }
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        var none = Parts.none(type.owner(inputs, context.name()));
        var id = inputs.text(CompositeType.NAME).orElse(none.owner().name());
        var made = new MadeParts(lives, none, context);
        return new Created(id, brought(id, made, inputs));
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        var had = Parts.read(type.component().token(), old.outputs());
        return brought(old.id(), new MadeParts(lives, had, context), inputs);
    }

    private ObjectValue brought(String id, MadeParts made, ObjectValue inputs) {
        try {
            var outputs = handler.get().build(made, type.own(inputs));
            made.removeOthers();
            return outputs.with(CompositeType.PARTS, made.parts().value());
        } catch (RuntimeException failure) {
            var parts = made.parts();
            if (parts.list().isEmpty()) {
                throw failure;
            }
            var reasons =
                    Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                            .map(reason -> String.valueOf(reason.getMessage()))
                            .distinct()
                            .toList();
            var partial = new PartialFailure(id, seen(parts, inputs), reasons);
            partial.initCause(failure);
            throw partial;
        }
    }

    /// The outputs, as far as parts are there to tell them.
    private ObjectValue seen(Parts parts, ObjectValue inputs) {
        var outputs =
                handler.get()
                        .build(new SeenParts(lives, parts.owner(), parts::find), type.own(inputs));
        return outputs.map(SeenParts::known).with(CompositeType.PARTS, parts.value());
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        var look = new PartReader(type, lives, context);
        if (old.isImport()) {
            return look.imported(old.id(), handler.get());
        }
        var had = Parts.read(type.component().token(), old.outputs());
        var there = look.again(had);
        return there.isEmpty() && !had.list().isEmpty()
                ? new ReadOutcome.Gone()
                : new ReadOutcome.Found(
                        old.id(), look.drifted(old.inputs()), seen(had.with(there), old.inputs()));
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        var had = Parts.read(type.component().token(), old.outputs());
        new MadeParts(lives, had, context).removeAll();
    }
}
