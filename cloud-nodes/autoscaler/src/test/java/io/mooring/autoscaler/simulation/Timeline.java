package io.mooring.autoscaler.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Virtual time: events in the order of their times, those of one time in the order they were made.
final class Timeline {

    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    private record Event(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private long number;
    private Instant now = START;

    Instant now() {
        return now;
    }

    void in(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    void at(Instant time, Runnable what) {
        events.add(new Event(time.isBefore(now) ? now : time, number++, what));
    }

    /// Goes on to the next moment at which there are events, and runs them; at most to `end`.
    void advance(Instant end) {
        Event next = events.peek();
        if (next == null || next.at.isAfter(end)) {
            now = end.isBefore(now) ? now : end;
            return;
        }
        now = next.at;
        while (next != null && next.at.equals(now)) {
            events.remove();
            next.what.run();
            next = events.peek();
        }
    }
}
