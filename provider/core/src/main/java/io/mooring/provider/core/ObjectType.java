package io.mooring.provider.core;

/// A named type of objects, for properties of resources.
///
/// @param token `mooring:index:ClusterConnection`: package, module, name
public record ObjectType(Token token, String description, ObjectSchema schema) {
    /// A type from its parts.
    public static ObjectType of(String token, String description, Property... properties) {
        return new ObjectType(Token.parse(token), description, ObjectSchema.of(properties));
    }

    /// A property type that refers to this type.
    public PropertyType ref() {
        return new PropertyType.Ref(this);
    }
}
