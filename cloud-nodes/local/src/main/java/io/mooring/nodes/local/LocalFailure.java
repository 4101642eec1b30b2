package io.mooring.nodes.local;

import io.mooring.nodes.ProviderFailure;

/// Something of this machine did not work as a local cluster needs it.
public final class LocalFailure extends ProviderFailure {

    private static final long serialVersionUID = 1L;

    public LocalFailure(String message) {
        super(message);
    }

    LocalFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
