package io.mooring.identity;

/// The keys that a document would have to be checked with cannot be had now. Trying again may help.
public final class KeysUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeysUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
