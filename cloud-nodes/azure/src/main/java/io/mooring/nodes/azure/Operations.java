package io.mooring.nodes.azure;

import com.azure.core.management.polling.PollResult;
import com.azure.core.util.Context;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.PollResponse;
import com.azure.core.util.polling.SyncPoller;
import io.mooring.nodes.Calls;
import io.mooring.nodes.Lane;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Begins what Azure does in its own time, and waits for its end, as often as Azure says to look.
final class Operations {

    private static final Duration USUAL_LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    private final Calls calls;
    private final Pace pace;

    Operations(Calls calls, Pace pace) {
        this.calls = calls;
        this.pace = pace;
    }

    /// @param lane of the call that begins it
    /// @return why it failed: that it was accepted says nothing of how it ends, nor does the status
    ///   of the answer that tells of its end
    /// @throws Refused if it was not accepted, or has not ended in time
    Optional<Fault> run(
            Lane lane,
            String attempt,
            Duration limit,
            Function<Context, ? extends SyncPoller<? extends PollResult<?>, ?>> begin) {
        Instant end = pace.now().plus(limit);
        var wait = new Answers.Wait();
        SyncPoller<? extends PollResult<?>, ?> poller =
                calls.repeated(lane, attempt, () -> begin.apply(wait.context()));
        wait.last().get().ifPresent(this::pause);
        while (true) {
            PollResponse<? extends PollResult<?>> seen =
                    calls.repeated(Lanes.READS, attempt, poller::poll);
            if (seen.getStatus().isComplete()) {
                return seen.getStatus() == LongRunningOperationStatus.SUCCESSFULLY_COMPLETED
                        ? Optional.empty()
                        : Optional.of(fault(seen.getValue().getError()));
            }
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        attempt,
                        new Refusal.Unreachable(
                                "Azure is not done after %d s".formatted(limit.toSeconds())));
            }
            pause(wait.last().get().orElse(USUAL_LOOK));
        }
    }

    /// As [#run], for what is to succeed.
    void require(
            Lane lane,
            String attempt,
            Duration limit,
            Function<Context, ? extends SyncPoller<? extends PollResult<?>, ?>> begin) {
        run(lane, attempt, limit, begin)
                .ifPresent(fault -> {
                    throw new Refused(attempt, Meaning.of(fault));
                });
    }

    private void pause(Duration asked) {
        pace.pause(asked.compareTo(LONGEST_LOOK) < 0 ? asked : LONGEST_LOOK);
    }

    private static Fault fault(PollResult.Error error) {
        String body = error.getResponseBody();
        return Fault.of(error.getResponseStatusCode(), body == null ? "" : body, Optional.empty());
    }
}
