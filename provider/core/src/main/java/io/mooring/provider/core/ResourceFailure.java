package io.mooring.provider.core;

/// An operation failed; the message says what was attempted, on what, what happened and what to do
/// next, and holds no secret.
public class ResourceFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A failure.
    public ResourceFailure(String message) {
        super(message);
    }

    /// A failure with what lies behind it.
    public ResourceFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
