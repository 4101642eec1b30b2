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
/// means. All go through the [Gate] of the account. Thread-safe.
public final class Calls {

    private static final int ATTEMPTS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /// Azure keeps a network interface for a machine that failed for three minutes.
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(5);

    private static final Duration BUSY_LOOK = Duration.ofSeconds(15);

    private final Gate gate;
    private final Pace pace;
    private final Function<Throwable, Optional<Refusal>> meaning;

    /// @param meaning of a failure or of one of its causes; empty where it has none of its own
    public Calls(Gate gate, Pace pace, Function<Throwable, Optional<Refusal>> meaning) {
        this.gate = gate;
        this.pace = pace;
        this.meaning = meaning;
    }

    /// @param attempt what is being done, as in "making machine shop/web-0"
    /// @throws Refused when the cloud has answered so, or has not answered after some attempts
    public <T> T repeated(Lane lane, String attempt, Supplier<T> call) {
        Instant busyEnd = pace.now().plus(BUSY_LIMIT);
        long number = gate.number();
        for (int i = 1; ; i++) {
            Refused refused;
            try (Gate.Passage passage = gate.enter(lane, number, attempt)) {
                try {
                    return call.get();
                } catch (ProviderFailure e) {
                    throw e;
                } catch (RuntimeException e) {
                    refused = new Refused(attempt, refusal(e), e);
                }
                if (refused.refusal() instanceof Refusal.Throttled how) {
                    passage.refused(how);
                }
            }
            if (!waited(refused.refusal(), i, busyEnd)) {
                throw refused;
            }
        }
    }

    /// Waits as long as may help, but for what the gate knows; false if nothing does.
    private boolean waited(Refusal refusal, int attempt, Instant busyEnd) {
        boolean more = attempt < ATTEMPTS;
        return switch (refusal) {
            case Refusal.Throttled(_, var after) ->
                    more && after.orElse(Duration.ZERO).compareTo(LONGEST_WAIT) <= 0;
            case Refusal.Unreachable _ when more -> {
                pace.backOff(attempt);
                yield true;
            }
            case Refusal.Busy _ when pace.now().isBefore(busyEnd) -> {
                pace.pause(BUSY_LOOK);
                yield true;
            }
            default -> false;
        };
    }

    /// What it answers, or nothing if what is asked for is not there.
    public <T> Optional<T> found(Lane lane, String attempt, Supplier<T> call) {
        try {
            return Optional.of(repeated(lane, attempt, call));
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
                            "interrupted while waiting for %s; run again to go on"
                                    .formatted(gate.cloud()),
                            it);
                }
                case IOException it -> {
                    return new Refusal.Unreachable("no answer from " + gate.cloud() + ": " + it);
                }
                case TimeoutException it -> {
                    return new Refusal.Unreachable("no answer from " + gate.cloud() + ": " + it);
                }
                default -> {}
            }
        }
        throw failure;
    }
}
