package io.mooring.provider.core;

/// The user stopped the operation before it was through.
public final class OperationCancelled extends ResourceFailure {
    private static final long serialVersionUID = 1L;

    /// Says what was going on and how to take it up again.
    public OperationCancelled(String message) {
        super(message);
    }
}
