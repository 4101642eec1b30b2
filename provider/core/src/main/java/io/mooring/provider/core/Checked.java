package io.mooring.provider.core;

import java.util.List;

/// The inputs with defaults filled in, and all that is wrong with them.
public record Checked(ObjectValue inputs, List<PropertyFailure> failures) {
    public Checked {
        failures = List.copyOf(failures);
    }

    /// Inputs with nothing wrong.
    public static Checked good(ObjectValue inputs) {
        return new Checked(inputs, List.of());
    }
}
