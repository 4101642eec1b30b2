package io.mooring.kube;

import org.jspecify.annotations.Nullable;

/// A call to the Kubernetes API that did not succeed. The subtype says what a caller can do about
/// it.
public abstract sealed class KubeFailure extends RuntimeException {
    private final int status;
    private final String reason;

    private KubeFailure(int status, String message, String reason, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.reason = reason;
    }

    /// The HTTP status of the answer; 0 if there was none.
    public int status() {
        return status;
    }

    /// The API's machine-readable reason, for example `AlreadyExists`; empty if there was no
    /// answer.
    public String reason() {
        return reason;
    }

    /// The object, its namespace or its kind does not exist.
    public static final class NotFound extends KubeFailure {
        NotFound(int status, String message, String reason) {
            super(status, message, reason, null);
        }
    }

    /// The object exists already or has changed since it was read (`reason` tells which).
    public static final class Conflict extends KubeFailure {
        Conflict(int status, String message, String reason) {
            super(status, message, reason, null);
        }
    }

    /// The caller is not known (401) or has no right to do this (403).
    public static final class Forbidden extends KubeFailure {
        Forbidden(int status, String message, String reason) {
            super(status, message, reason, null);
        }
    }

    /// The API does not accept the object or the request.
    public static final class Invalid extends KubeFailure {
        Invalid(int status, String message, String reason) {
            super(status, message, reason, null);
        }
    }

    /// There is no API server, or it is not able to answer now. Trying again later can help.
    public static final class Unavailable extends KubeFailure {
        Unavailable(int status, String message, String reason, @Nullable Throwable cause) {
            super(status, message, reason, cause);
        }
    }

    /// No answer within the time limit. Whether the call had an effect is not known.
    public static final class Timeout extends KubeFailure {
        Timeout(int status, String message, String reason, @Nullable Throwable cause) {
            super(status, message, reason, cause);
        }
    }

    /// The calling thread was interrupted; its interrupt flag is set again.
    public static final class Cancelled extends KubeFailure {
        Cancelled(String message, Throwable cause) {
            super(0, message, "", cause);
        }
    }

    static KubeFailure ofStatus(int code, String message, String reason) {
        return switch (code) {
            case 404 -> new NotFound(code, message, reason);
            case 409, 410 -> new Conflict(code, message, reason);
            case 401, 403 -> new Forbidden(code, message, reason);
            case 408, 504 -> new Timeout(code, message, reason, null);
            case 429 -> new Unavailable(code, message, reason, null);
            default ->
                    code >= 500
                            ? new Unavailable(code, message, reason, null)
                            : new Invalid(code, message, reason);
        };
    }
}
