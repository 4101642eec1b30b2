package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class PeriodicTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void theEndWaitsForARunThatGoesOnAndSaysIfItDoesNotEnd() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        Periodic periodic =
                Periodic.startNow(
                        "deaf",
                        LIMIT,
                        () -> {
                            begun.countDown();
                            awaitDeaf(free);
                            ended.set(true);
                        });
        begun.await();

        assertThat(periodic.end(Duration.ofMillis(1))).isFalse();
        free.countDown();

        assertThat(periodic.end(LIMIT)).isTrue();
        assertThat(ended).isTrue();
    }

    /// Whatever interrupts it.
    private static void awaitDeaf(CountDownLatch free) {
        boolean interrupted = false;
        while (free.getCount() > 0) {
            try {
                free.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
