package io.mooring.syncer.engine;

import org.jspecify.annotations.Nullable;

/// A call to an API server that did not do what was asked, as far as is known.
public abstract sealed class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ApiFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// The object is there already, or has changed, or is another: what is known of it is old.
    public static final class Conflict extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The object is not there (any more): what is known of it is old.
    public static final class Gone extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public Gone(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The API server does not accept the object or the caller; asking again is of little use.
    public static final class Rejected extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public Rejected(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// No answer, or one that it cannot be done now. It may have been done.
    public static final class Unreachable extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
