package io.mooring.pki;

import org.jspecify.annotations.Nullable;

/// The files of a PKI are not usable as they are; the message names the file and what to do.
public final class PkiException extends RuntimeException {
    PkiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
