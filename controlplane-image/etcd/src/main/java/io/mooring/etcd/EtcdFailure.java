package io.mooring.etcd;

/// A call to a data store that did not give what was asked for.
public final class EtcdFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What a caller can do about it.
    public enum Kind {
        /// Nobody answers, or not in time.
        UNREACHABLE,
        /// The store answers that it will not.
        REFUSED,
        /// The revision that was asked for is gone: begin again at a newer one.
        COMPACTED,
        /// The answer is larger than the caller takes: ask for less.
        TOO_LARGE
    }

    private final Kind kind;

    EtcdFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    EtcdFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
