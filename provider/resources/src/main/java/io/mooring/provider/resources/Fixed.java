package io.mooring.provider.resources;

import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;

/// Settings of a cloud's machines, whose change replaces the node.
final class Fixed {

    private Fixed() {}

    static Property text(String name, String description) {
        return Property.of(name, PropertyType.STRING, description).asImmutable();
    }

    static Property texts(String name, String description) {
        return Property.of(name, PropertyType.STRINGS, description).asImmutable();
    }

    static Property number(String name, String description) {
        return Property.of(name, PropertyType.INTEGER, description).asImmutable();
    }

    static Property flag(String name, String description) {
        return Property.of(name, PropertyType.BOOLEAN, description).asImmutable();
    }
}
