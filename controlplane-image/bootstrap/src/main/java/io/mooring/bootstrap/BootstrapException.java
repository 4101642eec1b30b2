package io.mooring.bootstrap;

import org.jspecify.annotations.Nullable;

/// Something a node needs to join could not be provided.
public final class BootstrapException extends RuntimeException {
    BootstrapException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
