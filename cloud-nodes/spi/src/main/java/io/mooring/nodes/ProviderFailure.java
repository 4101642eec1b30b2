package io.mooring.nodes;

/// A provider cannot do what it was asked, for a reason that no outcome says: its cloud refuses or
/// does not answer. The message says what to do next and holds no secret.
public class ProviderFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProviderFailure(String message) {
        super(message);
    }

    public ProviderFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
