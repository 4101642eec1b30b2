package io.mooring.nodes;

/// A cloud did not do what it was asked, and will not by asking at once again.
public final class Refused extends ProviderFailure {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /// @param attempt what was being done, as in "making machine shop/web-0"
    public Refused(String attempt, Refusal refusal) {
        super(attempt + ": " + refusal.message());
        this.refusal = refusal;
    }

    public Refused(String attempt, Refusal refusal, Throwable cause) {
        super(attempt + ": " + refusal.message(), cause);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
