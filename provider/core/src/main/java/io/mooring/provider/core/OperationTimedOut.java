package io.mooring.provider.core;

/// The operation did not end in the time it was given.
public final class OperationTimedOut extends ResourceFailure {
    private static final long serialVersionUID = 1L;

    /// Says what was waited for, how long, and what was seen last.
    public OperationTimedOut(String message) {
        super(message);
    }
}
