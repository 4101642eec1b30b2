package io.mooring.tunnel.wire;

/// The peer sent bytes that are not the protocol; the stream cannot be read any further.
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message, null, false, false);
    }
}
