package io.mooring.server;

import java.time.Duration;
import java.time.Instant;

/// The life of one supervised process, as values: every method is an event and answers with what comes of it.
///
///     STARTING   --spawned--> RUNNING     --ended--> WAITING (or STARTING, if a restart was asked for)
///     RUNNING    --restartAsked--> RESTARTING --ended--> STARTING
///     RUNNING, RESTARTING, STARTING --stopAsked--> STOPPING --ended--> STOPPED
///     WAITING, IDLE --stopAsked--> STOPPED
///     WAITING    --due--> STARTING           IDLE --startAsked--> STARTING
///
/// An event that means nothing in a phase changes nothing. No I/O, no clock: [ChildProcess] brings both.
///
/// @param failures ends in a row that nobody asked for, each before the process had lived for [Backoff#healthy]
/// @param restarts all starts after the first
/// @param since when the phase began
/// @param dueAt when WAITING is over
record Lifecycle(
        Backoff backoff, Phase phase, int failures, int restarts, Instant since, Instant dueAt) {

    /// As many failures in a row make a crash loop.
    static final int CRASH_LOOP = 3;

    enum Phase {
        IDLE,
        STARTING,
        RUNNING,
        RESTARTING,
        WAITING,
        STOPPING,
        STOPPED
    }

    static Lifecycle idle(Backoff backoff) {
        return new Lifecycle(backoff, Phase.IDLE, 0, 0, Instant.EPOCH, Instant.EPOCH);
    }

    Lifecycle startAsked(Instant now) {
        return phase == Phase.IDLE ? in(Phase.STARTING, now) : this;
    }

    Lifecycle spawned(Instant now) {
        return phase == Phase.STARTING ? in(Phase.RUNNING, now) : this;
    }

    Lifecycle restartAsked(Instant now) {
        return phase == Phase.RUNNING ? in(Phase.RESTARTING, now) : this;
    }

    /// The process has ended, or could not be started.
    Lifecycle ended(Instant now) {
        return switch (phase) {
            case STARTING -> failed(failures + 1, now);
            case RUNNING -> failed(lived(now) ? 1 : failures + 1, now);
            case RESTARTING ->
                    new Lifecycle(backoff, Phase.STARTING, failures, restarts + 1, now, now);
            case STOPPING -> in(Phase.STOPPED, now);
            case IDLE, WAITING, STOPPED -> this;
        };
    }

    /// Time has passed.
    Lifecycle due(Instant now) {
        boolean over = phase == Phase.WAITING && !now.isBefore(dueAt);
        return over
                ? new Lifecycle(backoff, Phase.STARTING, failures, restarts + 1, now, now)
                : this;
    }

    Lifecycle stopAsked(Instant now) {
        return switch (phase) {
            case IDLE, WAITING -> in(Phase.STOPPED, now);
            case STARTING, RUNNING, RESTARTING -> in(Phase.STOPPING, now);
            case STOPPING, STOPPED -> this;
        };
    }

    boolean running() {
        return phase == Phase.RUNNING;
    }

    boolean over() {
        return phase == Phase.STOPPED;
    }

    /// It keeps ending soon after its start.
    boolean crashLooping(Instant now) {
        return failures >= CRASH_LOOP && !(phase == Phase.RUNNING && lived(now));
    }

    private boolean lived(Instant now) {
        return Duration.between(since, now).compareTo(backoff.healthy()) >= 0;
    }

    private Lifecycle failed(int inARow, Instant now) {
        return new Lifecycle(
                backoff, Phase.WAITING, inARow, restarts, now, now.plus(backoff.after(inARow)));
    }

    private Lifecycle in(Phase next, Instant now) {
        return new Lifecycle(backoff, next, failures, restarts, now, dueAt);
    }
}
