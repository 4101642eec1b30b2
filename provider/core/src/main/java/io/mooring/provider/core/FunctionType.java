package io.mooring.provider.core;

/// What a function (a data source) is: its name, arguments and results.
///
/// @param pure its results depend on its arguments alone: it looks at nothing
public record FunctionType(
        Token token, String description, ObjectSchema inputs, ObjectSchema outputs, boolean pure) {
    /// A type from its parts.
    public static FunctionType of(
            String token, String description, ObjectSchema inputs, ObjectSchema outputs) {
        return new FunctionType(Token.parse(token), description, inputs, outputs, false);
    }

    /// Looks at nothing but its arguments.
    public FunctionType asPure() {
        return new FunctionType(token, description, inputs, outputs, true);
    }
}
