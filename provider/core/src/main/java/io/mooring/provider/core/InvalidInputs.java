package io.mooring.provider.core;

import java.util.List;
import java.util.stream.Collectors;

/// Inputs do not fit; found outside a check (functions, components).
public final class InvalidInputs extends ResourceFailure {
    private static final long serialVersionUID = 1L;

    private final transient List<PropertyFailure> failures;

    /// All that is wrong with them.
    public InvalidInputs(String what, List<PropertyFailure> failures) {
        super(
                what
                        + failures.stream()
                                .map(failure -> "\n  " + failure)
                                .collect(Collectors.joining()));
        this.failures = List.copyOf(failures);
    }

    /// All that is wrong with them.
    public List<PropertyFailure> failures() {
        return failures;
    }
}
