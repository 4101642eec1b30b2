package io.mooring.cli;

/// Something the user can mend; the message says what.
final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CliException(String message) {
        super(message);
    }
}
