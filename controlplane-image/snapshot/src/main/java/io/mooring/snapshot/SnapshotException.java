package io.mooring.snapshot;

/// A snapshot cannot be written, or is not to be used; the message is for the person who asked.
public final class SnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SnapshotException(String message) {
        super(message);
    }

    public SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
