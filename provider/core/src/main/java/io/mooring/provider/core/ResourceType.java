package io.mooring.provider.core;

/// What a resource is: its name and its properties. What it does is its [ResourceHandler].
///
/// @param outputs what the resource has beyond its inputs; inputs are outputs too, so an output of
///   the same name refines the input's
/// @param deleteBeforeReplace the old one must go before the new one can be made
public record ResourceType(
        Token token,
        String description,
        ObjectSchema inputs,
        ObjectSchema outputs,
        boolean deleteBeforeReplace) {

    /// A type whose replacement is made before the old one goes.
    public static ResourceType of(
            String token, String description, ObjectSchema inputs, ObjectSchema outputs) {
        return new ResourceType(Token.parse(token), description, inputs, outputs, false);
    }

    /// The old one goes before the replacement is made.
    public ResourceType withDeleteBeforeReplace() {
        return new ResourceType(token, description, inputs, outputs, true);
    }
}
