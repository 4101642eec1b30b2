package io.mooring.server;

import io.mooring.api.StatefulSet.HighAvailability;
import java.time.Duration;

/// How replicas agree on a leader.
///
/// @param duration how long others leave a lease alone that is not renewed
/// @param deadline how long a leader goes on without renewing it; shorter than `duration`, and what
///   is between them is its time to stop
/// @param retry between two attempts
record LeaseTiming(Duration duration, Duration deadline, Duration retry) {

    LeaseTiming {
        if (deadline.compareTo(duration) >= 0 || retry.compareTo(deadline) >= 0) {
            throw new IllegalArgumentException(
                    "a lease of %s, renewed within %s, tried again after %s"
                            .formatted(duration, deadline, retry));
        }
    }

    static LeaseTiming of(HighAvailability wanted) {
        return new LeaseTiming(
                Duration.ofSeconds(wanted.leaseDuration()),
                Duration.ofSeconds(wanted.renewDeadline()),
                Duration.ofSeconds(wanted.retryPeriod()));
    }
}
