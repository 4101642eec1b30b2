package io.mooring.provider.core;

/// What a component is: its name and its properties. What it is made of says its
/// [ComponentHandler].
public record ComponentType(
        Token token, String description, ObjectSchema inputs, ObjectSchema outputs) {
    /// A type from its parts.
    public static ComponentType of(
            String token, String description, ObjectSchema inputs, ObjectSchema outputs) {
        return new ComponentType(Token.parse(token), description, inputs, outputs);
    }
}
