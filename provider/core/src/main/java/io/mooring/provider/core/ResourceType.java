package io.mooring.provider.core;

/// What a resource is: its name and its properties. What it does is its [ResourceHandler].
///
/// @param outputs what the resource has beyond its inputs; inputs are outputs too, so an output of
///   the same name refines the input's
/// @param deleteBeforeReplace the old one must go before the new one can be made
/// @param namedWithin the input in which two of one `name` would be the same real thing; empty if
///   there is none
public record ResourceType(
        Token token,
        String description,
        ObjectSchema inputs,
        ObjectSchema outputs,
        boolean deleteBeforeReplace,
        String namedWithin) {

    /// A type whose replacement is made before the old one goes.
    public static ResourceType of(
            String token, String description, ObjectSchema inputs, ObjectSchema outputs) {
        return new ResourceType(Token.parse(token), description, inputs, outputs, false, "");
    }

    /// The old one goes before the replacement is made.
    public ResourceType withDeleteBeforeReplace() {
        return new ResourceType(token, description, inputs, outputs, true, namedWithin);
    }

    /// Two of one `name` in the same value of that input are the same real thing.
    public ResourceType withNamesIn(String input) {
        return new ResourceType(token, description, inputs, outputs, deleteBeforeReplace, input);
    }
}
