package io.mooring.server;

import java.time.Duration;

/// How long to wait before a process is started again: doubles with every failure in a row.
///
/// @param healthy a process that lived this long has not failed at its start: counting begins anew
record Backoff(Duration first, Duration longest, Duration healthy) {

    private static final int MOST_DOUBLINGS = 20;

    static final Backoff OF_CHILDREN =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofMinutes(1));

    /// @param failures how many there were in a row, at least 1
    Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
