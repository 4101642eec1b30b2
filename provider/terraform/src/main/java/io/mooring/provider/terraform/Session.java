package io.mooring.provider.terraform;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// What lasts from the provider's configuration to its end: the configuration, the names that
/// resources have, and the user's wish to stop. A process that Terraform reattaches to serves many
/// such [Run]s, also at once: each call is told of its own. Thread-safe.
final class Session {
    private final Clock clock;
    private final ProviderLog log;

    Session(Clock clock, ProviderLog log) {
        this.clock = clock;
        this.log = log;
    }

    void configure(ObjectValue values) {
        Connection.current().begin(Run.of(values));
    }

    /// Who has which name in this run.
    Namesakes namesakes() {
        return run().namesakes();
    }

    ObjectValue config() {
        return run().config();
    }

    void cancel() {
        run().cancellation().cancel();
    }

    /// Whether Terraform is not there any more to hear what comes of this call.
    boolean isDeserted() {
        return Connection.current().isGone();
    }

    /// The context of an operation for which the user gives no time.
    OperationContext operation(LogicalName name) {
        return operation(name, Optional.empty());
    }

    /// The context of an operation. Terraform shows no progress of its providers but in its log.
    ///
    /// @param timeout how long the user lets it take
    OperationContext operation(LogicalName name, Optional<Duration> timeout) {
        var run = run();
        return new OperationContext(
                name, timeout, run.cancellation(), log.of(name), clock, run.config());
    }

    private static Run run() {
        return Connection.current().run();
    }
}
