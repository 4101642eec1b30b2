package io.mooring.server;

/// A control plane cannot be started or went down for good; the message is for the person who
/// started it.
public final class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ServerException(String message) {
        super(message);
    }

    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
