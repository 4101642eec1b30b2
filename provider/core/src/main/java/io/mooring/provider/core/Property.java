package io.mooring.provider.core;

/// One property of a schema. Made with [#of] and the methods that return a changed copy.
///
/// @param required must be given (an input) or is always there (an output)
/// @param fallback the value taken when the input is absent; [Value#NULL] for none
/// @param secret its value is kept from logs and encrypted in state
/// @param immutable a change of this input replaces the resource
/// @param stable this output survives every update in place, so previews keep it known
/// @param deprecation why not to use it any more; empty for a property in good standing
public record Property(
        String name,
        PropertyType type,
        String description,
        boolean required,
        Value fallback,
        boolean secret,
        boolean immutable,
        boolean stable,
        String deprecation) {

    /// An optional property.
    public static Property of(String name, PropertyType type, String description) {
        return new Property(name, type, description, false, Value.NULL, false, false, false, "");
    }

    /// Must be given; of an output: is always there.
    public Property asRequired() {
        return new Property(
                name, type, description, true, fallback, secret, immutable, stable, deprecation);
    }

    /// Has this value when not given.
    public Property withDefault(Value value) {
        return new Property(
                name, type, description, required, value, secret, immutable, stable, deprecation);
    }

    /// Has this text when not given.
    public Property withDefault(String text) {
        return withDefault(Value.of(text));
    }

    /// Has this number when not given.
    public Property withDefault(long number) {
        return withDefault(Value.of(number));
    }

    /// Is true or false when not given.
    public Property withDefault(boolean flag) {
        return withDefault(Value.of(flag));
    }

    /// Nobody may see it.
    public Property asSecret() {
        return new Property(
                name, type, description, required, fallback, true, immutable, stable, deprecation);
    }

    /// Everybody may see it.
    public Property asPublic() {
        return new Property(
                name, type, description, required, fallback, false, immutable, stable, deprecation);
    }

    /// A change replaces the resource.
    public Property asImmutable() {
        return new Property(
                name, type, description, required, fallback, secret, true, stable, deprecation);
    }

    /// Stays as it is over updates in place (outputs).
    public Property asStable() {
        return new Property(
                name, type, description, required, fallback, secret, immutable, true, deprecation);
    }

    /// Should not be used any more, for this reason.
    public Property asDeprecated(String reason) {
        return new Property(
                name, type, description, required, fallback, secret, immutable, stable, reason);
    }
}
