package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.GetZoneOperationRequest;
import com.google.cloud.compute.v1.Operation;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Begins what Google does in its own time, and waits for its end. The client library's own waiting
/// loses why an operation failed.
final class Operations {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Cloud cloud;
    private final Pace pace;

    Operations(Cloud cloud, Pace pace) {
        this.cloud = cloud;
        this.pace = pace;
    }

    /// @param begin a call that may be repeated: its request has an id of its own
    /// @return why it failed: that it was accepted says nothing of how it ends
    /// @throws Refused if it was not accepted, or has not ended in time
    Optional<Fault> run(String attempt, Function<Google, Operation> begin) {
        return end(attempt, cloud.change(attempt, begin));
    }

    /// As [#run], for what is to succeed.
    void require(String attempt, Function<Google, Operation> begin) {
        run(attempt, begin)
                .ifPresent(fault -> {
                    throw new Refused(attempt, Meaning.of(fault));
                });
    }

    /// Waits for the end of an operation, whoever began it.
    Optional<Fault> end(String attempt, Operation begun) {
        Instant end = pace.now().plus(LIMIT);
        Operation now = begun;
        while (now.getStatus() != Operation.Status.DONE) {
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        attempt,
                        new Refusal.Unreachable(
                                "operation %s is not done after %d s"
                                        .formatted(begun.getName(), LIMIT.toSeconds())));
            }
            pace.pause(LOOK);
            now = look(attempt, begun);
        }
        return Fault.of(now);
    }

    private Operation look(String attempt, Operation begun) {
        var request =
                GetZoneOperationRequest.newBuilder()
                        .setProject(cloud.project())
                        .setZone(Names.last(begun.getZone()))
                        .setOperation(begun.getName())
                        .build();
        return cloud.look(attempt, it -> it.operations().getCallable().call(request));
    }
}
