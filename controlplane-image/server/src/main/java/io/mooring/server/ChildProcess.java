package io.mooring.server;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one upstream process running, as [Lifecycle] decides.
///
/// Thread-safe. One thread starts the process and waits for its end, one relays its output; [#stop]
/// returns when both and the process are gone.
final class ChildProcess {

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final ChildSpec spec;
    private final Spawner spawner;
    private final Clock clock;
    private final Logger log;
    private final Thread keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private Lifecycle life;
    // guarded by lock
    private @Nullable Process process;
    private volatile String lastLine = "";

    ChildProcess(ChildSpec spec, Spawner spawner, Clock clock) {
        this.spec = spec;
        this.spawner = spawner;
        this.clock = clock;
        this.log = LoggerFactory.getLogger("child." + spec.name());
        this.life = Lifecycle.idle(Backoff.OF_CHILDREN);
        this.keeper = Thread.ofPlatform().daemon().name(spec.name()).unstarted(this::keep);
    }

    void start() {
        move(l -> l.startAsked(clock.instant()));
        keeper.start();
    }

    String name() {
        return spec.name();
    }

    int restarts() {
        return now().restarts();
    }

    boolean crashLooping() {
        return now().crashLooping(clock.instant());
    }

    /// Empty while it runs; what is wrong otherwise.
    String problem() {
        Lifecycle current = now();
        if (current.running() && !current.crashLooping(clock.instant())) {
            return "";
        }
        String kind = current.crashLooping(clock.instant()) ? "in a crash loop, " : "";
        String restarts =
                switch (current.restarts()) {
                    case 0 -> "";
                    case 1 -> " after 1 restart";
                    default -> " after " + current.restarts() + " restarts";
                };
        return "%s%s%s%s"
                .formatted(
                        kind,
                        current.phase().name().toLowerCase(Locale.ROOT),
                        restarts,
                        lastLine.isEmpty() ? "" : "; its last line: " + lastLine);
    }

    /// Ends the process in order, or by force when it takes too long; it is started again at once.
    void restart() {
        move(l -> l.restartAsked(clock.instant()));
        Process current = process();
        if (current != null && now().phase() == Lifecycle.Phase.RESTARTING) {
            log.info("child={} restarting to load new files", spec.name());
            terminate(current);
            Thread.ofVirtual().name(spec.name() + "-restart").start(() -> killIfLate(current));
        }
    }

    private void killIfLate(Process process) {
        try {
            if (!process.waitFor(spec.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("child={} did not end within {}, killed", spec.name(), spec.patience());
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks the process to end for good. Does not wait: see [#stop].
    void askToStop() {
        move(l -> l.stopAsked(clock.instant()));
        Process current = process();
        if (current != null) {
            terminate(current);
        }
    }

    /// Ends the process for good and returns when it has ended.
    void stop() {
        askToStop();
        try {
            if (!keeper.join(spec.patience())) {
                log.warn("child={} did not end within {}, killed", spec.name(), spec.patience());
                Process current = process();
                if (current != null) {
                    current.destroyForcibly();
                }
                keeper.join(AFTER_KILL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            Lifecycle current = now();
            while (!current.over()) {
                switch (current.phase()) {
                    case STARTING -> runOnce();
                    case WAITING -> awaitDue(current.dueAt());
                    case IDLE, RUNNING, RESTARTING, STOPPING, STOPPED ->
                            move(l -> l.ended(clock.instant()));
                }
                current = now();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        int exitCode = -1;
        try {
            Process started = spawner.spawn(spec);
            if (adopt(started) == Lifecycle.Phase.STOPPING) {
                terminate(started);
            }
            log.info("child={} pid={} started", spec.name(), started.pid());
            Thread output =
                    Thread.ofPlatform()
                            .daemon()
                            .name(spec.name() + "-output")
                            .start(() -> relay(started));
            exitCode = started.waitFor();
            output.join(AFTER_KILL);
        } catch (IOException e) {
            lastLine = String.valueOf(e.getMessage());
        }
        Lifecycle after = move(l -> l.ended(clock.instant()));
        if (after.phase() == Lifecycle.Phase.WAITING) {
            log.warn(
                    "child={} exit={} restarts={} again_ms={} ended unasked; last line: {}",
                    spec.name(),
                    exitCode,
                    after.restarts(),
                    Duration.between(after.since(), after.dueAt()).toMillis(),
                    lastLine);
        } else {
            log.info("child={} exit={} ended as asked", spec.name(), exitCode);
        }
    }

    /// Not [Process#destroy]: that closes the pipe as well, and a process that still logs its end
    /// dies of SIGPIPE.
    private static void terminate(Process process) {
        boolean _ = process.toHandle().destroy();
    }

    private void awaitDue(Instant dueAt) throws InterruptedException {
        lock.lock();
        try {
            Instant now = clock.instant();
            while (life.phase() == Lifecycle.Phase.WAITING && now.isBefore(dueAt)) {
                long millis = Math.max(1, Duration.between(now, dueAt).toMillis());
                boolean _ = changed.await(millis, TimeUnit.MILLISECONDS);
                now = clock.instant();
            }
            life = life.due(now);
        } finally {
            lock.unlock();
        }
    }

    private void relay(Process started) {
        try {
            ChildOutput.relay(started.getInputStream(), this::logLine);
        } catch (IOException e) {
            log.debug("child={} output ended: {}", spec.name(), e.getMessage());
        }
    }

    /// The upstream programs begin a line with its level: `E1121 07:54:24.507686 ...`, or `[ERROR]
    /// ...`.
    private void logLine(String line) {
        lastLine = line;
        String level = line.startsWith("[") ? line.substring(1) : line;
        switch (level.isEmpty() ? ' ' : level.charAt(0)) {
            case 'E', 'F' -> log.error("{}", line);
            case 'W' -> log.warn("{}", line);
            default -> log.info("{}", line);
        }
    }

    private Lifecycle.Phase adopt(Process started) {
        lock.lock();
        try {
            process = started;
            life = life.spawned(clock.instant());
            return life.phase();
        } finally {
            lock.unlock();
        }
    }

    private Lifecycle move(UnaryOperator<Lifecycle> event) {
        lock.lock();
        try {
            life = event.apply(life);
            changed.signalAll();
            return life;
        } finally {
            lock.unlock();
        }
    }

    private Lifecycle now() {
        lock.lock();
        try {
            return life;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Process process() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }
}
