package io.mooring.registry;

/// A registry did not do what it was asked; the message is for the person who asked.
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What callers decide on.
    public enum Kind {
        NOT_FOUND,
        /// Whoever asked may not do that.
        REFUSED,
        /// The registry does not have this part of the protocol, or it is switched off.
        UNSUPPORTED,
        /// It may succeed if it is tried again.
        INTERRUPTED,
        /// An answer that makes no sense, or a request that never will.
        OTHER
    }

    private final Kind kind;

    public RegistryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public RegistryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
