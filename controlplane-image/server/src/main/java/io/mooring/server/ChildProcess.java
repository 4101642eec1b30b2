package io.mooring.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one upstream process running.
///
///     STARTING --process started--> RUNNING --process ended--> WAITING --delay over--> STARTING
///     any of them --stop--> STOPPING --process ended--> STOPPED
///
/// One thread per child makes every transition; [#stop] and [#restart] only ask for them.
final class ChildProcess {

    enum State {
        STARTING,
        RUNNING,
        WAITING,
        STOPPING,
        STOPPED
    }

    private static final int LONGEST_LINE = 4096;

    private final ChildSpec spec;
    private final Spawner spawner;
    private final Clock clock;
    private final Logger log;
    private final Thread keeper;
    private volatile State state = State.STARTING;
    private volatile int restarts;
    private volatile String lastLine = "";
    private volatile @Nullable Process process;

    ChildProcess(ChildSpec spec, Spawner spawner, Clock clock) {
        this.spec = spec;
        this.spawner = spawner;
        this.clock = clock;
        this.log = LoggerFactory.getLogger("child." + spec.name());
        this.keeper = Thread.ofPlatform().daemon().name(spec.name()).unstarted(this::keep);
    }

    void start() {
        keeper.start();
    }

    String name() {
        return spec.name();
    }

    State state() {
        return state;
    }

    int restarts() {
        return restarts;
    }

    /// Empty while it runs; what is wrong otherwise.
    String problem() {
        return state == State.RUNNING
                ? ""
                : "%s is %s after %d restarts; its last line: %s"
                        .formatted(spec.name(), state, restarts, lastLine);
    }

    /// Ends the process in order; it is started again at once.
    void restart() {
        Process current = process;
        if (current != null && state == State.RUNNING) {
            log.info("child={} restarting to load new files", spec.name());
            current.destroy();
        }
    }

    /// Ends the process for good and returns when it has ended.
    void stop() {
        state = State.STOPPING;
        Process current = process;
        if (current != null) {
            current.destroy();
            try {
                if (!current.waitFor(spec.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                    log.warn("child={} did not end within {}, killed", spec.name(), spec.patience());
                    current.destroyForcibly();
                }
            } catch (InterruptedException e) {
                current.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        keeper.interrupt();
        state = State.STOPPED;
    }

    private void keep() {
        var backoff = Backoff.fresh(clock.instant());
        try {
            while (state != State.STOPPING && state != State.STOPPED) {
                backoff = backoff.started(clock.instant());
                int exitCode = runOnce();
                if (state == State.STOPPING || state == State.STOPPED) {
                    return;
                }
                restarts++;
                backoff = backoff.failed(clock.instant());
                move(State.WAITING);
                Duration delay = backoff.delay();
                log.warn(
                        "child={} exit={} restarts={} again in {} ms; last line: {}",
                        spec.name(),
                        exitCode,
                        restarts,
                        delay.toMillis(),
                        lastLine);
                Thread.sleep(delay);
                move(State.STARTING);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private int runOnce() throws InterruptedException {
        try {
            Process started = spawner.spawn(spec);
            process = started;
            if (state == State.STOPPING || state == State.STOPPED) {
                started.destroyForcibly();
            }
            move(State.RUNNING);
            log.info("child={} pid={} started", spec.name(), started.pid());
            relayOutput(started);
            return started.waitFor();
        } catch (IOException e) {
            lastLine = String.valueOf(e.getMessage());
            return -1;
        }
    }

    private void relayOutput(Process started) throws IOException {
        try (BufferedReader reader = started.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lastLine = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
                log.info("{}", lastLine);
            }
        }
    }

    private void move(State next) {
        if (state != State.STOPPING && state != State.STOPPED) {
            state = next;
        }
    }
}
