package io.mooring.nodes.azure;

import io.mooring.nodes.ProviderFailure;

/// Azure did not do what it was asked, and will not by asking at once again.
final class Refused extends ProviderFailure {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Refused(String attempt, Refusal refusal) {
        super(attempt + ": " + refusal.message());
        this.refusal = refusal;
    }

    Refused(String attempt, Refusal refusal, Throwable cause) {
        super(attempt + ": " + refusal.message(), cause);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
