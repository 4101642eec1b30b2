package io.mooring.identity;

/// What was shown proves nothing; the message says why, and may be told to whoever showed it.
public final class Unproven extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unproven(String message) {
        super(message);
    }

    Unproven(String message, Throwable cause) {
        super(message, cause);
    }
}
