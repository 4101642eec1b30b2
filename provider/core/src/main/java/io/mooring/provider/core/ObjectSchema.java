package io.mooring.provider.core;

import java.util.List;
import java.util.Optional;

/// The properties an object may have.
public record ObjectSchema(List<Property> properties) {
    /// No properties.
    public static final ObjectSchema EMPTY = new ObjectSchema(List.of());

    public ObjectSchema {
        properties = List.copyOf(properties);
        if (properties.stream().map(Property::name).distinct().count() != properties.size()) {
            throw new IllegalArgumentException("two properties have the same name");
        }
    }

    /// A schema of these properties.
    public static ObjectSchema of(Property... properties) {
        return new ObjectSchema(List.of(properties));
    }

    /// The property of that name.
    public Optional<Property> property(String name) {
        return properties.stream().filter(property -> property.name().equals(name)).findFirst();
    }

    /// The names, in order.
    public List<String> names() {
        return properties.stream().map(Property::name).toList();
    }

    /// An object of which no property is known yet.
    public ObjectValue unknown() {
        var unknown = ObjectValue.builder();
        names().forEach(name -> unknown.put(name, Value.UNKNOWN));
        return unknown.build();
    }
}
