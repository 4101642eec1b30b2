package io.mooring.provider.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> said = new ArrayList<>();
    private final SteppingClock clock = new SteppingClock();

    @Test
    void answersWhenReadyAndTellsWhatIsMissingMeanwhile() {
        var looks = new ArrayList<Await.Look<String>>();
        looks.add(new Await.Look.Waiting<>("0 of 1 nodes"));
        looks.add(new Await.Look.Ready<>("done"));

        var got = await(Optional.empty()).until("nodes to join", looks::removeFirst);

        assertThat(got).isEqualTo("done");
        assertThat(said).containsExactly("0 of 1 nodes");
    }

    @Test
    void theUsersTimeoutIsKept() {
        var await = await(Optional.of(Duration.ofSeconds(90)));

        assertThatThrownBy(() ->
                        await.until(
                                "nodes to join", () -> new Await.Look.Waiting<>("0 of 1 nodes")))
                .isInstanceOf(OperationTimedOut.class)
                .hasMessage(
                        "waiting for nodes to join: not ready after 1 min 30 s; last seen: 0 of 1 nodes. Look into that, or give it more time with the custom timeout of this resource, then run again");
        assertThat(said).hasSizeBetween(8, 11);
    }

    @Test
    void cancellingEndsTheWait() {
        cancellation.cancel();

        assertThatThrownBy(() ->
                        await(Optional.empty())
                                .until(
                                        "nodes to join",
                                        () -> new Await.Look.Waiting<>("0 of 1 nodes")))
                .isInstanceOf(OperationCancelled.class)
                .hasMessage(
                        "waiting for nodes to join: stopped by the user; last seen: 0 of 1 nodes. Run again to go on");
    }

    private Await await(Optional<Duration> timeout) {
        var name = new LogicalName("dev", "shop", Token.parse("demo:index:Machine"), "m");
        var context =
                new OperationContext(
                        name, timeout, cancellation, said::add, clock, ObjectValue.EMPTY);
        return new Await(context, Duration.ofMinutes(5), Duration.ZERO);
    }

    /// Every look at it is ten seconds later.
    private static final class SteppingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plusSeconds(10);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
