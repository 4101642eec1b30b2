package io.mooring.nodes.baremetal;

import io.mooring.nodes.ProviderFailure;

/// A machine of the inventory could not be asked, or did not do as it was told.
final class MachineTrouble extends ProviderFailure {

    private static final long serialVersionUID = 1L;

    private final transient Trouble trouble;

    MachineTrouble(Trouble trouble, Throwable cause) {
        super(trouble.field() + ": " + trouble.reason(), cause);
        this.trouble = trouble;
    }

    MachineTrouble(Trouble trouble) {
        super(trouble.field() + ": " + trouble.reason());
        this.trouble = trouble;
    }

    boolean isSwitchedOff() {
        return trouble instanceof Trouble.SwitchedOff;
    }

    Trouble trouble() {
        return trouble;
    }
}
