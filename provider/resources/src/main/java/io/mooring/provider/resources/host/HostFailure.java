package io.mooring.provider.resources.host;

import org.jspecify.annotations.Nullable;

/// A control plane's host could not do what was asked. The subtype says what a caller can do about
/// it.
public abstract sealed class HostFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private HostFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// Something of the machine is missing or refuses; the message names it and what to do.
    public static final class Unusable extends HostFailure {
        private static final long serialVersionUID = 1L;

        public Unusable(String message) {
            super(message, null);
        }

        public Unusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// The control plane exists but did not become ready. Asking again goes on from here.
    public static final class NotReady extends HostFailure {
        private static final long serialVersionUID = 1L;

        public NotReady(String message) {
            super(message, null);
        }
    }

    /// The calling thread was interrupted; its flag is set again.
    public static final class Interrupted extends HostFailure {
        private static final long serialVersionUID = 1L;

        public Interrupted(String message, InterruptedException cause) {
            super(message, cause);
            Thread.currentThread().interrupt();
        }
    }
}
