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
    private final AtomicReference<String> name = new AtomicReference<>("");
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

    /// The provider is configured.
    ///
    /// @param providerName the engine's name of it: `default_1_2_3` where the program asked for
    ///   that version, anything else where it did not
    void configure(ObjectValue values, String providerName) {
        config.set(values);
        name.set(providerName);
    }

    /// The version children have to ask for so that the engine gives them to this very process and
    /// starts no second one: the one the program asked for, or none.
    String versionForChildren(String ownVersion) {
        var versioned = "default_" + ownVersion.replaceAll("[^0-9A-Za-z]", "_");
        return name.get().equals(versioned) ? ownVersion : "";
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
