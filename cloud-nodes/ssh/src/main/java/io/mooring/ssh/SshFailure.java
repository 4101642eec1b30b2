package io.mooring.ssh;

import org.jspecify.annotations.Nullable;

/// A program could not be run to its end on a machine.
public final class SshFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SshTrouble trouble;

    SshFailure(SshTrouble trouble, @Nullable Throwable cause) {
        super(trouble.field() + ": " + trouble.reason(), cause);
        this.trouble = trouble;
    }

    public SshTrouble trouble() {
        return trouble;
    }
}
