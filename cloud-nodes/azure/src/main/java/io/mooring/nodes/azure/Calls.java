package io.mooring.nodes.azure;

import com.azure.core.exception.ClientAuthenticationException;
import io.mooring.nodes.Pace;
import io.mooring.nodes.ProviderFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Calls Azure, again where that may help: every call that is made through here may be repeated.
/// The SDK's own retries are left out, because they know nothing of what an error means.
final class Calls {

    private static final int ATTEMPTS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /// A network interface is kept for a machine that failed for three minutes.
    private static final Duration BUSY_LIMIT = Duration.ofMinutes(5);

    private static final Duration BUSY_LOOK = Duration.ofSeconds(15);

    private final Pace pace;

    Calls(Pace pace) {
        this.pace = pace;
    }

    /// @param attempt what is being done, as in "making machine shop/web-0"
    /// @throws Refused when Azure has answered so, or has not answered after some attempts
    <T> T repeated(String attempt, Supplier<T> call) {
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
    <T> Optional<T> found(String attempt, Supplier<T> call) {
        try {
            return Optional.of(repeated(attempt, call));
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.NotThere) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Refusal refusal(RuntimeException failure) {
        for (Throwable cause :
                Stream.iterate(failure, it -> it != null, Throwable::getCause).toList()) {
            switch (cause) {
                case HttpFault it -> {
                    return Refusal.of(it.fault());
                }
                case ClientAuthenticationException it -> {
                    return new Refusal.BadField(
                            "credentials",
                            "Azure does not let us in: sign in by `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (%s)"
                                    .formatted(firstLine(it)));
                }
                case InterruptedException it -> {
                    Thread.currentThread().interrupt();
                    throw new ProviderFailure(
                            "interrupted while waiting for Azure; run again to go on", it);
                }
                case IOException it -> {
                    return new Refusal.Unreachable("no answer from Azure: " + it);
                }
                case TimeoutException it -> {
                    return new Refusal.Unreachable("no answer from Azure: " + it);
                }
                default -> {}
            }
        }
        throw failure;
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
