package io.mooring.provider.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The life of resources of one type as every front end sees it: the schema's rules around the
/// [ResourceHandler]. The outputs answered here are complete: the inputs, what the handler told,
/// and secret marks. Thread-safe.
public final class Lifecycle {
    private final ResourceType type;
    private final Registry.Resource resource;

    /// The life of resources of this type.
    public Lifecycle(Registry.Resource resource) {
        this.type = resource.type();
        this.resource = resource;
    }

    /// The type.
    public ResourceType type() {
        return type;
    }

    /// Checks inputs by the schema, then by the handler; the handler looks only at what fits the
    /// schema.
    public Checked check(ObjectValue inputs, CheckContext context) {
        var bySchema = SchemaCheck.check(type.inputs(), inputs);
        if (!bySchema.failures().isEmpty()) {
            return bySchema;
        }
        var byHandler = handler().check(bySchema.inputs(), context);
        return new Checked(
                SchemaCheck.markSecrets(type.inputs(), byHandler.inputs()), byHandler.failures());
    }

    /// What would change.
    public Difference diff(Existing old, ObjectValue inputs) {
        var bySchema = SchemaDiff.diff(type, old.inputs(), inputs);
        return handler().diff(old, inputs, bySchema);
    }

    /// The top-level properties no update in place changes: immutable inputs and stable outputs.
    public List<String> stableNames() {
        var names = new LinkedHashSet<String>();
        type.inputs().properties().stream()
                .filter(Property::immutable)
                .forEach(property -> names.add(property.name()));
        type.outputs().properties().stream()
                .filter(Property::stable)
                .forEach(property -> names.add(property.name()));
        return List.copyOf(names);
    }

    /// The outputs a create would give.
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return preview(inputs, ObjectValue.EMPTY, handler().previewCreate(inputs, name));
    }

    /// The outputs an update would give.
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return preview(inputs, old.outputs(), handler().previewUpdate(old, inputs));
    }

    /// Makes the resource.
    public Created create(ObjectValue inputs, OperationContext context) {
        try {
            var created = handler().create(inputs, context);
            return new Created(created.id(), complete(inputs, created.outputs()));
        } catch (PartialFailure partial) {
            throw completed(partial, inputs);
        }
    }

    /// Looks at the real thing.
    public ReadOutcome read(Existing old, OperationContext context) {
        return switch (handler().read(old, context)) {
            case ReadOutcome.Found(var id, var inputs, var outputs) ->
                    new ReadOutcome.Found(
                            id,
                            keepMarks(old.inputs(), SchemaCheck.markSecrets(type.inputs(), inputs)),
                            keepMarks(old.outputs(), complete(inputs, outputs)));
            case ReadOutcome.Gone gone -> gone;
        };
    }

    /// Changes it in place.
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        try {
            return complete(inputs, handler().update(old, inputs, context));
        } catch (PartialFailure partial) {
            throw completed(partial, inputs);
        }
    }

    /// Removes it.
    public void delete(Existing old, OperationContext context) {
        handler().delete(old, context);
    }

    private ResourceHandler handler() {
        return resource.handler().get();
    }

    private PartialFailure completed(PartialFailure partial, ObjectValue inputs) {
        var whole =
                new PartialFailure(
                        partial.id(), complete(inputs, partial.outputs()), partial.reasons());
        whole.initCause(partial);
        return whole;
    }

    private ObjectValue complete(ObjectValue inputs, ObjectValue outputs) {
        return SchemaCheck.markSecrets(
                type.outputs(), SchemaCheck.markSecrets(type.inputs(), inputs.with(outputs)));
    }

    private ObjectValue preview(ObjectValue inputs, ObjectValue oldOutputs, ObjectValue known) {
        var outputs = ObjectValue.builder().putAll(inputs);
        for (var property : type.outputs().properties()) {
            var name = property.name();
            if (known.has(name)) {
                outputs.put(name, known.field(name));
            } else if (property.stable() && oldOutputs.has(name)) {
                outputs.put(name, oldOutputs.field(name));
            } else if (!inputs.has(name)) {
                outputs.put(name, Value.UNKNOWN);
            }
        }
        return complete(ObjectValue.EMPTY, outputs.build());
    }

    /// What the user once marked secret stays so after a refresh.
    private static ObjectValue keepMarks(ObjectValue old, ObjectValue fresh) {
        Set<String> secret = new LinkedHashSet<>();
        var names = new ArrayList<>(fresh.fields().keySet());
        names.stream().filter(name -> old.field(name).hasSecret()).forEach(secret::add);
        var marked = ObjectValue.builder().putAll(fresh);
        secret.forEach(name -> {
            if (!fresh.field(name).hasSecret()) {
                marked.put(name, new Value.SecretValue(fresh.field(name)));
            }
        });
        return marked.build();
    }
}
