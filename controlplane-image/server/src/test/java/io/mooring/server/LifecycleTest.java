package io.mooring.server;

import static io.mooring.server.Lifecycle.Phase.RESTARTING;
import static io.mooring.server.Lifecycle.Phase.RUNNING;
import static io.mooring.server.Lifecycle.Phase.STARTING;
import static io.mooring.server.Lifecycle.Phase.STOPPED;
import static io.mooring.server.Lifecycle.Phase.STOPPING;
import static io.mooring.server.Lifecycle.Phase.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LifecycleTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Lifecycle STARTED = Lifecycle.idle(Backoff.OF_CHILDREN).startAsked(T0);

    @Test
    void aProcessThatEndsUnaskedIsStartedAgainAfterTheFirstDelay() {
        Lifecycle waiting = STARTED.spawned(T0).ended(T0.plusSeconds(1));

        assertThat(waiting.phase()).isEqualTo(WAITING);
        assertThat(waiting.dueAt()).isEqualTo(T0.plusMillis(1100));
        assertThat(waiting.due(T0.plusMillis(1099)).phase()).isEqualTo(WAITING);
        assertThat(waiting.due(T0.plusMillis(1100)).phase()).isEqualTo(STARTING);
        assertThat(waiting.due(T0.plusMillis(1100)).restarts()).isEqualTo(1);
    }

    @Test
    void everyFailureInARowDoublesTheDelayUpToTheLongest() {
        var delays =
                IntStream.rangeClosed(1, 10)
                        .mapToObj(Backoff.OF_CHILDREN::after)
                        .map(Duration::toMillis);

        assertThat(delays)
                .containsExactly(
                        100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 15000L, 15000L);
    }

    @Test
    void aMinuteOfHealthMakesTheNextFailureTheFirst() {
        Lifecycle third = failing(3);

        Lifecycle afterHealth =
                third.due(third.dueAt())
                        .spawned(third.dueAt())
                        .ended(third.dueAt().plus(Duration.ofMinutes(1)));

        assertThat(third.failures()).isEqualTo(3);
        assertThat(afterHealth.failures()).isEqualTo(1);
    }

    @Test
    void threeFailuresInARowAreACrashLoopUntilItLivesForAMinute() {
        Lifecycle third = failing(3);
        Lifecycle again = third.due(third.dueAt()).spawned(third.dueAt());

        assertThat(failing(2).crashLooping(third.dueAt())).isFalse();
        assertThat(third.crashLooping(third.dueAt())).isTrue();
        assertThat(again.crashLooping(third.dueAt().plusSeconds(59))).isTrue();
        assertThat(again.crashLooping(third.dueAt().plusSeconds(60))).isFalse();
    }

    @Test
    void aRestartThatWasAskedForIsNoFailureAndHasNoDelay() {
        Lifecycle asked = STARTED.spawned(T0).restartAsked(T0.plusSeconds(5));

        assertThat(asked.phase()).isEqualTo(RESTARTING);
        assertThat(asked.ended(T0.plusSeconds(6)).phase()).isEqualTo(STARTING);
        assertThat(asked.ended(T0.plusSeconds(6)).failures()).isZero();
    }

    @Test
    void aProcessThatCannotBeStartedIsTriedAgain() {
        assertThat(STARTED.ended(T0).phase()).isEqualTo(WAITING);
    }

    @Test
    void aStopEndsARunningProcessAndIsFinal() {
        Lifecycle stopping = STARTED.spawned(T0).stopAsked(T0);
        Lifecycle stopped = stopping.ended(T0.plusSeconds(1));

        assertThat(stopping.phase()).isEqualTo(STOPPING);
        assertThat(stopped.phase()).isEqualTo(STOPPED);
        assertThat(stopped.startAsked(T0).restartAsked(T0).due(T0).spawned(T0)).isEqualTo(stopped);
    }

    @Test
    void aStopDuringTheDelayIsDoneAtOnce() {
        assertThat(failing(1).stopAsked(T0).phase()).isEqualTo(STOPPED);
    }

    @Test
    void aStopDuringTheStartWaitsForTheEndOfWhatWasStarted() {
        Lifecycle stopping = STARTED.stopAsked(T0);

        assertThat(stopping.spawned(T0).phase()).isEqualTo(STOPPING);
        assertThat(stopping.spawned(T0).ended(T0).phase()).isEqualTo(STOPPED);
        assertThat(STARTED.spawned(T0).phase()).isEqualTo(RUNNING);
    }

    private static Lifecycle failing(int times) {
        Lifecycle life = STARTED;
        for (int i = 0; i < times; i++) {
            Instant now = life.since();
            life = life.due(life.dueAt()).spawned(now).ended(now.plusSeconds(1));
        }
        return life;
    }
}
