package io.mooring.nodes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Calls a cloud, again where that may help: every call that is made through here may be repeated.
/// For providers whose libraries' own retries are off, because they know nothing of what an error
/// means. Thread-safe.
public final class Calls {

    private static final int ATTEMPTS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /// Azure keeps a network interface for a machine that failed for three minutes.
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(5);

    private static final Duration BUSY_LOOK = Duration.ofSeconds(15);

    private final String cloud;
    private final Pace pace;
    private final Function<Throwable, Optional<Refusal>> meaning;

    /// @param cloud its name for people
    /// @param meaning of a failure or of one of its causes; empty where it has none of its own
    public Calls(String cloud, Pace pace, Function<Throwable, Optional<Refusal>> meaning) {
        this.cloud = cloud;
        this.pace = pace;
        this.meaning = meaning;
    }

    /// @param attempt what is being done, as in "making machine shop/web-0"
    /// @throws Refused when the cloud has answered so, or has not answered after some attempts
    public <T> T repeated(String attempt, Supplier<T> call) {
        Instant busyEnd = pace.now().plus(BUSY_LIMIT);
        for (int i = 1; ; i++) {
            try {
                return call.get();
            } catch (ProviderFailure e) {
                throw e;
            } catch (RuntimeException e) {
                Refusal refusal = refusal(e);
                if (!waited(refusal, i, busyEnd)) {
                    throw new Refused(attempt, refusal, e);
                }
            }
        }
    }

    /// Waits as long as may help; false if nothing does.
    private boolean waited(Refusal refusal, int attempt, Instant busyEnd) {
        boolean more = attempt < ATTEMPTS;
        switch (refusal) {
            case Refusal.Throttled(_, Duration after)
                    when more && after.compareTo(LONGEST_WAIT) <= 0 ->
                    pace.pause(after);
            case Refusal.Unreachable _ when more -> pace.backOff(attempt);
            case Refusal.Busy _ when pace.now().isBefore(busyEnd) -> pace.pause(BUSY_LOOK);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// What it answers, or nothing if what is asked for is not there.
    public <T> Optional<T> found(String attempt, Supplier<T> call) {
        try {
            return Optional.of(repeated(attempt, call));
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.NotThere) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Refusal refusal(RuntimeException failure) {
        for (Throwable cause :
                Stream.iterate(failure, it -> it != null, Throwable::getCause).toList()) {
            Optional<Refusal> known = meaning.apply(cause);
            if (known.isPresent()) {
                return known.get();
            }
            switch (cause) {
                case InterruptedException it -> {
                    Thread.currentThread().interrupt();
                    throw new ProviderFailure(
                            "interrupted while waiting for " + cloud + "; run again to go on", it);
                }
                case IOException it -> {
                    return new Refusal.Unreachable("no answer from " + cloud + ": " + it);
                }
                case TimeoutException it -> {
                    return new Refusal.Unreachable("no answer from " + cloud + ": " + it);
                }
                default -> {}
            }
        }
        throw failure;
    }
}
