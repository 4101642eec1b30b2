package io.mooring.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.testkit.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GateTest {

    private static final Lane LANE = new Lane("launches", 5, 2);

    private final PassingTime time = new PassingTime();
    private final Pace pace = time.pace();

    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Calls calls(Gate gate, Pace pace, Optional<Duration> after) {
        return new Calls(
                gate,
                pace,
                failure ->
                        failure instanceof TooMany
                                ? Optional.of(new Refusal.Throttled("too many", after))
                                : Optional.empty());
    }

    /// A cloud whose limit is another one than it publishes.
    @ParameterizedTest
    @CsvSource({"5, 2, 5", "2, 0.5, 5", "1, 0.1, 5", "50, 20, 1", "500, 200, 1"})
    void fewCallsAreRefusedWhateverTheLimitIs(double atOnce, double perSecond, int percent) {
        var limit = new RateLimit(atOnce, perSecond, pace::now);
        Calls calls = calls(new Gate("a cloud", pace), pace, Optional.empty());
        int wanted = 2000;
        Instant start = pace.now();

        for (int i = 0; i < wanted; i++) {
            var _ = calls.repeated(LANE, "launching", () -> answer(limit));
        }

        assertThat(limit.refused()).isLessThanOrEqualTo(wanted * percent / 100);
        double took = Duration.between(start, pace.now()).toSeconds();
        double least = (wanted - atOnce) / perSecond;
        assertThat(took).isLessThan(Math.max(1.35 * least, 600));
    }

    private static String answer(RateLimit limit) {
        if (limit.refuses()) {
            throw new TooMany();
        }
        return "done";
    }

    @Test
    void nobodyCallsBeforeTheCloudSaysSo() {
        var gate = new Gate("a cloud", pace);
        Calls calls = calls(gate, pace, Optional.of(Duration.ofSeconds(17)));
        var refusals = new AtomicInteger(2);

        String answer =
                calls.repeated(
                        LANE,
                        "launching",
                        () -> {
                            if (refusals.getAndDecrement() > 0) {
                                throw new TooMany();
                            }
                            return "done";
                        });

        assertThat(answer).isEqualTo("done");
        assertThat(time.waited()).isEqualTo(Duration.ofSeconds(34));
    }

    @Test
    void whereTheCloudSaysToComeBackMuchLaterAllAreToldSoWithoutACall() {
        var gate = new Gate("a cloud", pace);
        Calls calls = calls(gate, pace, Optional.of(Duration.ofMinutes(10)));
        assertThatThrownBy(() ->
                        calls.repeated(
                                LANE,
                                "launching",
                                () -> {
                                    throw new TooMany();
                                }))
                .isInstanceOf(Refused.class);

        assertThatThrownBy(() -> calls.repeated(LANE, "launching another", () -> "done"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it ->
                                assertThat(it.refusal())
                                        .isEqualTo(
                                                new Refusal.Throttled(
                                                        "a cloud takes no launches for 600 s",
                                                        Optional.of(Duration.ofMinutes(10)))));
        assertThat(calls.repeated(new Lane("looks", 5, 2), "looking", () -> "seen"))
                .isEqualTo("seen");
    }

    @Test
    void noMoreThanTwentyAreUnderWayAtOnce() throws Exception {
        var wide = new Lane("looks", 1000, 1000);
        Calls calls = calls(new Gate("a cloud", pace), pace, Optional.empty());
        var under = new Semaphore(0);
        var go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.submit(() ->
                        calls.repeated(
                                wide,
                                "looking",
                                () -> {
                                    under.release();
                                    return awaited(go);
                                }));
            }
            assertThat(under.tryAcquire(20, 1, TimeUnit.MINUTES)).isTrue();
            assertThat(under.availablePermits()).isZero();
            go.countDown();
        }
        assertThat(under.availablePermits()).isEqualTo(30);
    }

    private static boolean awaited(CountDownLatch go) {
        try {
            return go.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final Semaphore asleep = new Semaphore(0);
    private final Semaphore awake = new Semaphore(0);

    /// Time stands still until a sleeper is let go on.
    private Pace stopped() {
        return time.pace(() -> {
            asleep.release();
            try {
                awake.acquire();
                return false;
            } catch (InterruptedException _) {
                return true;
            }
        });
    }

    @Test
    void theyGoByNumberWhoeverSleepsFirst() throws Exception {
        var turnstile = new Turnstile("a cloud", new Lane("launches", 1, 1), stopped());
        Instant first = turnstile.enter(1, "launching");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Instant> late = threads.submit(() -> turnstile.enter(10, "launching"));
            asleep.acquire();
            Future<Instant> again = threads.submit(() -> turnstile.enter(2, "launching"));
            asleep.acquire();

            awake.release(100);

            assertThat(again.get(1, TimeUnit.MINUTES))
                    .isAfter(first)
                    .isBefore(late.get(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void whoeverWaitsMayBeInterrupted() throws Exception {
        Calls calls = calls(new Gate("a cloud", stopped()), pace, Optional.empty());
        var one = new Lane("launches", 1, 1);
        assertThat(calls.repeated(one, "launching", () -> "first")).isEqualTo("first");
        var failure = new AtomicReference<Throwable>();
        Thread head = Thread.ofVirtual().start(() -> failing(calls, one, new AtomicReference<>()));
        asleep.acquire();
        Thread second = Thread.ofVirtual().start(() -> failing(calls, one, failure));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> second.getState() == Thread.State.TIMED_WAITING);

        second.interrupt();
        second.join();

        assertThat(failure.get())
                .isInstanceOf(ProviderFailure.class)
                .hasMessage("interrupted while waiting for a turn at a cloud; run again to go on");
        head.interrupt();
        head.join();
    }

    private static void failing(Calls calls, Lane lane, AtomicReference<Throwable> failure) {
        try {
            var _ = calls.repeated(lane, "launching", () -> "second");
        } catch (ProviderFailure e) {
            failure.set(e);
        }
    }
}
