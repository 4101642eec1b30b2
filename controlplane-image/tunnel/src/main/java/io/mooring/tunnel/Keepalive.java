package io.mooring.tunnel;

import java.time.Duration;

/// How a dead agent is found: a ping every `interval`, answered within `timeout`; and bytes that
/// stay unacknowledged for `userTimeout` end the connection (TCP_USER_TIMEOUT, with epoll).
public record Keepalive(Duration interval, Duration timeout, Duration userTimeout) {
    public static Keepalive defaults() {
        return new Keepalive(
                Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    /// The same with pings at another interval.
    public Keepalive withInterval(Duration other) {
        return new Keepalive(other, timeout, userTimeout);
    }
}
