package io.mooring.api.expression;

/// An expression that cannot be read, or not be evaluated with the values it was given.
public final class ExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}
