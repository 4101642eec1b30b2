package io.mooring.provider.terraform;

/// Bytes that hold no value of the type they should.
final class MalformedValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedValue(String message) {
        super(message);
    }

    MalformedValue(String message, Throwable cause) {
        super(message, cause);
    }
}
