package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.controller.Controller;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.kube.KubeFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the controller's crank: outcomes in, one step, its writes in their order and its requests
/// beside them, until nothing is left to do; then waits for something new or for the time that the
/// step has named. An API server that does not answer makes turns rarer, and loses nothing.
final class Driver {

    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    /// Between two turns, so that what comes in a row is taken together.
    private static final Duration BREATH = Duration.ofMillis(200);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Controller controller;
    private final Observation observation;
    private final Machines machines;
    private final Writer writer;
    private final PoolStatus poolStatus;
    private final BufferStatus bufferStatus;
    private final Figures figures;
    private final InstantSource clock;
    private final Semaphore news;
    // at most one for each machine and provider, and a notice for each machine by each question
    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    // of the one thread
    private Duration pause = FIRST_PAUSE;

    Driver(
            Controller controller,
            Observation observation,
            Machines machines,
            Writer writer,
            PoolStatus poolStatus,
            BufferStatus bufferStatus,
            Figures figures,
            InstantSource clock,
            Semaphore news) {
        this.controller = controller;
        this.observation = observation;
        this.machines = machines;
        this.writer = writer;
        this.poolStatus = poolStatus;
        this.bufferStatus = bufferStatus;
        this.figures = figures;
        this.clock = clock;
        this.news = news;
    }

    /// Returns when the thread is interrupted.
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Instant until = turn();
                Thread.sleep(BREATH);
                long left = Duration.between(clock.instant(), until).toMillis();
                if (left > 0 && news.tryAcquire(left, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException | KubeFailure.Cancelled _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return when the next is due, if nothing happens
    private Instant turn() {
        Instant now = clock.instant();
        if (!observation.isComplete()) {
            return now.plus(FIRST_PAUSE);
        }
        // an outcome may be newer than what is seen, never the other way round
        List<Outcome> come = new ArrayList<>();
        outcomes.drainTo(come);
        come.forEach(outcome -> controller.accept(outcome, now));
        Map<String, Long> generations = observation.generations();
        Cluster cluster = observation.cluster(machines.types());
        Controller.Step step = controller.step(cluster, now);
        boolean written = true;
        for (Action action : step.actions()) {
            switch (action) {
                case Action.Write write -> written = written && isWritten(write);
                case Action.Request request -> machines.carryOut(request, this::tell);
            }
            figures.count(action, cluster);
        }
        written =
                written
                        && poolStatus.tell(cluster, generations, now)
                        && bufferStatus.tell(observation.rooms(), now);
        figures.look(cluster);
        if (!written) {
            Instant again = now.plus(pause);
            pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
            return again;
        }
        pause = FIRST_PAUSE;
        return step.actions().isEmpty() ? step.wake() : now;
    }

    /// Takes what became of a request, or what a provider says of its own accord; from any thread.
    void tell(Outcome outcome) {
        outcomes.add(outcome);
        news.release();
    }

    /// False if there is no use in writing more now. What one object refuses is another matter: the
    /// next step asks for it again.
    private boolean isWritten(Action.Write write) {
        try {
            writer.write(write);
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
            LOG.warn("not written, again in {}: {}", pause, e.getMessage());
            return false;
        } catch (KubeFailure.Conflict e) {
            LOG.debug("changed meanwhile: {}", e.getMessage());
        } catch (KubeFailure e) {
            LOG.warn("not written: {}", e.getMessage());
        }
        return true;
    }
}
