package io.mooring.provider.core.composite;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The children of a component, as the resource keeps them.
///
/// @param owner the name that the component was built under: that of its children follows from it,
///   so it stays the same for the resource's life
record Parts(LogicalName owner, List<Part> list) {
    Parts {
        list = List.copyOf(list);
    }

    static Parts none(LogicalName owner) {
        return new Parts(owner, List.of());
    }

    /// Reads what [#value] wrote among a resource's outputs.
    static Parts read(Token component, ObjectValue outputs) {
        var kept = outputs.requireObject(CompositeType.PARTS);
        var owner =
                new LogicalName(
                        kept.requireText("stack"),
                        kept.requireText("project"),
                        component,
                        kept.requireText("name"));
        return new Parts(owner, kept.objects("list").stream().map(Parts::part).toList());
    }

    Value value() {
        return new Value.SecretValue(
                ObjectValue.builder()
                        .put("stack", owner.stack())
                        .put("project", owner.project())
                        .put("name", owner.name())
                        .put("list", Value.list(list.stream().map(Parts::value).toList()))
                        .build());
    }

    Parts with(Collection<Part> others) {
        return new Parts(owner, List.copyOf(others));
    }

    Optional<Part> find(Part.Key key) {
        return list.stream().filter(part -> part.key().equals(key)).findFirst();
    }

    /// The name of a child, of which names of real things are made.
    LogicalName name(Part.Key key) {
        return new LogicalName(owner.stack(), owner.project(), key.type(), key.name());
    }

    /// What an operation on a child works with: the same as the whole, under its own name.
    OperationContext operation(Part.Key key, OperationContext whole) {
        return new OperationContext(
                name(key),
                whole.customTimeout(),
                whole.cancellation(),
                whole.progress(),
                whole.clock(),
                whole.config());
    }

    private static ObjectValue value(Part part) {
        return ObjectValue.builder()
                .put("type", part.type().toString())
                .put("name", part.name())
                .put("group", part.group())
                .put("id", part.id())
                .put("outputs", part.outputs().plain())
                .build();
    }

    private static Part part(ObjectValue kept) {
        return new Part(
                Token.parse(kept.requireText("type")),
                kept.requireText("name"),
                kept.requireInteger("group"),
                kept.requireText("id"),
                kept.requireObject("outputs"));
    }
}
