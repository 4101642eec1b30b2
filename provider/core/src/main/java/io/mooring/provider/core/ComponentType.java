package io.mooring.provider.core;

/// What a component is: its name and its properties. What it is made of says its
/// [ComponentHandler].
///
/// @param namedWithin the input in which the children of two of one name would be the same real
///   things; empty if there is none
public record ComponentType(
        Token token,
        String description,
        ObjectSchema inputs,
        ObjectSchema outputs,
        String namedWithin) {
    /// A type from its parts.
    public static ComponentType of(
            String token, String description, ObjectSchema inputs, ObjectSchema outputs) {
        return new ComponentType(Token.parse(token), description, inputs, outputs, "");
    }

    /// The children of two of one name in the same value of that input are the same real things.
    public ComponentType withNamesIn(String input) {
        return new ComponentType(token, description, inputs, outputs, input);
    }
}
