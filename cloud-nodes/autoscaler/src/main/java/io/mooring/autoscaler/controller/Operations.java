package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.port.Agenda;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What is under way, by name, and how long to wait before failed things are tried again: 1 s at
/// first, each time twice as long, 60 s at most.
final class Operations {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /// An outcome that has not come by then will not come.
    private static final Duration LOST = Duration.ofMinutes(20);

    private record Retry(Duration pause, Instant at) {}

    private final Map<String, Instant> started = new HashMap<>();
    private final Map<String, Retry> retries = new HashMap<>();

    boolean underWay(String name) {
        return started.containsKey(name);
    }

    /// Starts it, unless it is under way or to be waited for.
    boolean start(String name, Instant now, Agenda agenda) {
        Instant since = started.get(name);
        if (since != null && now.isBefore(since.plus(LOST))) {
            agenda.at(since.plus(LOST));
            return false;
        }
        Retry retry = retries.get(name);
        if (retry != null && now.isBefore(retry.at)) {
            agenda.at(retry.at);
            return false;
        }
        started.put(name, now);
        return true;
    }

    void done(String name) {
        started.remove(name);
        retries.remove(name);
    }

    /// Ended, to be started again after some time.
    void again(String name, Instant now, Duration wait) {
        started.remove(name);
        retries.put(name, new Retry(wait, now.plus(wait)));
    }

    void failed(String name, Instant now) {
        Retry last = retries.get(name);
        Duration wait = last == null ? FIRST : last.pause.multipliedBy(2);
        again(name, now, wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    void keepOnly(Collection<String> names) {
        started.keySet().retainAll(names);
        retries.keySet().retainAll(names);
    }
}
