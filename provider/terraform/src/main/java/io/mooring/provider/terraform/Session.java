package io.mooring.provider.terraform;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What lasts from the provider's configuration to its end: the configuration, the names that
/// resources have, and the user's wish to stop. A process that Terraform reattaches to outlives
/// many of them. Thread-safe.
final class Session {
    private final Clock clock;
    private final AtomicReference<Cancellation> cancellation =
            new AtomicReference<>(new Cancellation());
    private final AtomicReference<ObjectValue> config = new AtomicReference<>(ObjectValue.EMPTY);
    private final AtomicReference<Namesakes> namesakes = new AtomicReference<>(new Namesakes());

    Session(Clock clock) {
        this.clock = clock;
    }

    void configure(ObjectValue values) {
        config.set(values);
        cancellation.set(new Cancellation());
        namesakes.set(new Namesakes());
    }

    /// Who has which name in this run.
    Namesakes namesakes() {
        return namesakes.get();
    }

    ObjectValue config() {
        return config.get();
    }

    void cancel() {
        cancellation.get().cancel();
    }

    /// The context of an operation for which the user gives no time.
    OperationContext operation(LogicalName name) {
        return operation(name, Optional.empty());
    }

    /// The context of an operation. Terraform shows no progress of its providers.
    ///
    /// @param timeout how long the user lets it take
    OperationContext operation(LogicalName name, Optional<Duration> timeout) {
        return new OperationContext(
                name, timeout, cancellation.get(), Progress.SILENT, clock, config.get());
    }
}
