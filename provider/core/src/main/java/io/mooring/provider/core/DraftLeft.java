package io.mooring.provider.core;

/// What was being made is no longer, but its draft could not be taken back: until it is, the next
/// one like it would take its name, and both would own one real thing. The message says how to take
/// it back by hand.
public final class DraftLeft extends ResourceFailure {
    private static final long serialVersionUID = 1L;

    /// A failure with what lies behind it.
    public DraftLeft(String message, Throwable cause) {
        super(message, cause);
    }
}
