package io.mooring.provider.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// What one operation on one resource works with.
///
/// @param customTimeout how long the user lets it take; absent when the user did not say
/// @param config the provider's own configuration
public record OperationContext(
        LogicalName name,
        Optional<Duration> customTimeout,
        Cancellation cancellation,
        Progress progress,
        Clock clock,
        ObjectValue config) {

    /// How long this may take: the user's word, or what is usual for the operation.
    public Duration timeoutOr(Duration usual) {
        return customTimeout.orElse(usual);
    }
}
