package io.mooring.provider.terraform;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What lasts from the provider's configuration to its end: the configuration, and the user's wish
/// to stop. A process that Terraform reattaches to outlives many of them. Thread-safe.
final class Session {
    private final Clock clock;
    private final AtomicReference<Cancellation> cancellation =
            new AtomicReference<>(new Cancellation());
    private final AtomicReference<ObjectValue> config = new AtomicReference<>(ObjectValue.EMPTY);

    Session(Clock clock) {
        this.clock = clock;
    }

    void configure(ObjectValue values) {
        config.set(values);
        cancellation.set(new Cancellation());
    }

    ObjectValue config() {
        return config.get();
    }

    void cancel() {
        cancellation.get().cancel();
    }

    /// The context of an operation. Terraform shows no progress of its providers.
    OperationContext operation(LogicalName name) {
        return new OperationContext(
                name, Optional.empty(), cancellation.get(), Progress.SILENT, clock, config.get());
    }
}
