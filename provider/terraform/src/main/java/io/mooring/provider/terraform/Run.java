package io.mooring.provider.terraform;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.ObjectValue;

/// What a command of Terraform is to the provider: its configuration, the user's wish to stop, and
/// who has which name.
record Run(ObjectValue config, Cancellation cancellation, Namesakes namesakes) {

    static Run of(ObjectValue config) {
        return new Run(config, new Cancellation(), new Namesakes());
    }
}
