package io.mooring.provider.resources.host.docker;

/// The engine said no, or nothing. Stays within this package: [DockerPlace#call] tells it as a
/// failure of the host.
final class EngineFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int NOT_FOUND = 404;

    private final int status;

    /// An answer.
    EngineFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /// No answer.
    EngineFailure(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    boolean isNotFound() {
        return status == NOT_FOUND;
    }

    String said() {
        return String.valueOf(getMessage());
    }
}
