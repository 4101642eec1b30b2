package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds two resources of one run that would be the same real thing, because their type, their name
/// and what the name is of are the same: neither would know of the other, and each would change and
/// remove what the other has. Two that are there already may both stay or go, so that a state which
/// has such a pair can be mended. Thread-safe.
final class Namesakes {
    private static final String NAME = "name";

    // guarded by this
    private final Map<Place, Set<Holder>> places = new HashMap<>();

    private record Place(Token type, List<Value> within, String name) {}

    private record Holder(String owner, boolean comes) {}

    /// Says that a resource has, or is to have, the name in these inputs.
    ///
    /// @param owner tells one resource from another
    /// @param comes whether it does not have the name yet
    /// @return the name, if another has it
    synchronized Optional<String> claim(
            ResourceType type, ObjectValue inputs, String owner, boolean comes) {
        var place = place(type, inputs);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        var holders = places.computeIfAbsent(place.get(), _ -> new HashSet<>());
        holders.add(new Holder(owner, comes));
        return holders.stream()
                .filter(other -> !other.owner().equals(owner) && (comes || other.comes()))
                .findFirst()
                .map(_ -> place.get().name());
    }

    /// Whether both inputs say the same name of the same thing.
    static boolean same(ResourceType type, ObjectValue inputs, ObjectValue others) {
        return place(type, inputs).equals(place(type, others));
    }

    private static Optional<Place> place(ResourceType type, ObjectValue inputs) {
        var name = inputs.text(NAME);
        var within = inputs.object(type.namedWithin());
        var scope = type.inputs().property(type.namedWithin()).map(Property::type);
        if (name.isEmpty()
                || within.isEmpty()
                || !(scope.orElse(PropertyType.ANY) instanceof PropertyType.Ref(var object))) {
            return Optional.empty();
        }
        // What can change while it stays the same thing does not tell it from others.
        var marks =
                object.schema().properties().stream()
                        .filter(Property::immutable)
                        .map(property -> within.get().field(property.name()).plain())
                        .toList();
        return marks.isEmpty() || marks.stream().anyMatch(Value::hasUnknown)
                ? Optional.empty()
                : Optional.of(new Place(type.token(), marks, name.get()));
    }
}
