package io.mooring.kube;

import org.jspecify.annotations.Nullable;

/// A call to the Kubernetes API that did not succeed. The subtype says what a caller can do about
/// it.
public abstract sealed class KubeFailure extends RuntimeException {
    private final String reason;

    private KubeFailure(String message, String reason, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// The API's machine-readable reason, for example `AlreadyExists`; empty if there was no
    /// answer.
    public String reason() {
        return reason;
    }

    /// The object, its namespace or its kind does not exist.
    public static final class NotFound extends KubeFailure {
        NotFound(String message, String reason) {
            super(message, reason, null);
        }
    }

    /// The object exists already or has changed since it was read (`reason` tells which).
    public static final class Conflict extends KubeFailure {
        Conflict(String message, String reason) {
            super(message, reason, null);
        }
    }

    /// The caller is not known (401) or has no right to do this (403).
    public static final class Forbidden extends KubeFailure {
        Forbidden(String message, String reason) {
            super(message, reason, null);
        }
    }

    /// The API does not accept the object or the request.
    public static final class Invalid extends KubeFailure {
        Invalid(String message, String reason) {
            super(message, reason, null);
        }
    }

    /// There is no API server, or it is not able to answer now. Trying again later can help.
    public static final class Unavailable extends KubeFailure {
        Unavailable(String message, String reason, @Nullable Throwable cause) {
            super(message, reason, cause);
        }
    }

    /// No answer within the time limit. Whether the call had an effect is not known.
    public static final class Timeout extends KubeFailure {
        Timeout(String message, String reason, @Nullable Throwable cause) {
            super(message, reason, cause);
        }
    }

    /// The calling thread was interrupted; its interrupt flag is set again.
    public static final class Cancelled extends KubeFailure {
        Cancelled(String message, Throwable cause) {
            super(message, "", cause);
        }
    }

    static KubeFailure ofStatus(int code, String message, String reason) {
        return switch (code) {
            case 404 -> new NotFound(message, reason);
            case 409, 410 -> new Conflict(message, reason);
            case 401, 403 -> new Forbidden(message, reason);
            case 408, 504 -> new Timeout(message, reason, null);
            case 429 -> new Unavailable(message, reason, null);
            default ->
                    code >= 500
                            ? new Unavailable(message, reason, null)
                            : new Invalid(message, reason);
        };
    }
}
