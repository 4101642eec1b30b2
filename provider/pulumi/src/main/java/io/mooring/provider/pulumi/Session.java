package io.mooring.provider.pulumi;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What lasts from one handshake to the next: the engine's address, the provider's configuration
/// and the user's wish to stop. A plugin the engine attaches to outlives many of them. Thread-safe.
final class Session implements AutoCloseable {
    private final Clock clock;
    private final EngineLog log = new EngineLog();
    private final AtomicReference<Cancellation> cancellation =
            new AtomicReference<>(new Cancellation());
    private final AtomicReference<ObjectValue> config = new AtomicReference<>(ObjectValue.EMPTY);

    Session(Clock clock) {
        this.clock = clock;
    }

    /// A new engine run begins.
    void begin(String engineAddress) {
        if (!engineAddress.isEmpty()) {
            log.attach(engineAddress);
        }
        cancellation.set(new Cancellation());
    }

    void configure(ObjectValue values) {
        config.set(values);
    }

    ObjectValue config() {
        return config.get();
    }

    /// The user wants to stop, or the run is over; the same to us.
    void cancel() {
        cancellation.get().cancel();
    }

    /// The context of an operation on a resource; zero seconds is no timeout of the user's.
    OperationContext operation(String urn, double timeoutSeconds) {
        var timeout =
                timeoutSeconds > 0
                        ? Optional.of(Duration.ofMillis((long) (timeoutSeconds * 1000)))
                        : Optional.<Duration>empty();
        return context(Urn.parse(urn).logicalName(), timeout, log.progress(urn));
    }

    /// The context of a function, which no resource stands behind.
    OperationContext function(LogicalName name) {
        return context(name, Optional.empty(), Progress.SILENT);
    }

    private OperationContext context(
            LogicalName name, Optional<Duration> timeout, Progress progress) {
        return new OperationContext(
                name, timeout, cancellation.get(), progress, clock, config.get());
    }

    @Override
    public void close() {
        log.close();
    }
}
