package io.mooring.provider.core;

/// What a function (a data source) is: its name, arguments and results.
public record FunctionType(
        Token token, String description, ObjectSchema inputs, ObjectSchema outputs) {
    /// A type from its parts.
    public static FunctionType of(
            String token, String description, ObjectSchema inputs, ObjectSchema outputs) {
        return new FunctionType(Token.parse(token), description, inputs, outputs);
    }
}
