package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.ResourceFailure;
import java.util.List;
import java.util.Optional;

/// Failures of the layers below, as the resource core wants them.
final class Failures {

    private Failures() {}

    static String text(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }

    /// Nothing was made.
    static ResourceFailure nothingMade(Throwable cause) {
        return new ResourceFailure(text(cause), cause);
    }

    static ResourceFailure nothingMade(String attempt, Throwable cause) {
        return new ResourceFailure(attempt + ": " + text(cause), cause);
    }

    /// Something exists and is kept.
    static PartialFailure partial(String id, ObjectValue outputs, String reason, Throwable cause) {
        var failure = new PartialFailure(id, outputs, List.of(reason));
        failure.initCause(cause);
        return failure;
    }
}
