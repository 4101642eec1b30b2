package io.mooring.tunnel.http2;

import java.time.Duration;

/// Finds how far a client must be allowed to be ahead: about twice what the link holds, which is
/// what it delivers in one round trip. More than that only waits in socket buffers, and a quiet
/// connection's bytes wait behind it.
///
/// The round trip is that of a ping, the shortest of late: pings sent under load wait in the same
/// buffers.
final class WindowTuner {
    private static final long FORGET_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final int WORTH_PROBING = 64 << 10;

    private final int minimum;
    private final int maximum;
    private long received;
    private boolean probing;
    private long probeStart;
    private long probeReceived;
    private long shortest = Long.MAX_VALUE;
    private long shortestOfPeriod = Long.MAX_VALUE;
    private long periodStart;
    private double bytesPerNano;
    private int window;

    WindowTuner(int minimum, int maximum) {
        this.minimum = minimum;
        this.maximum = maximum;
        this.window = minimum;
    }

    int window() {
        return window;
    }

    /// Bytes came in; true when a ping is to be sent now.
    boolean received(int bytes, long now) {
        received += bytes;
        // A few bytes say nothing of what the link holds, and would share it with the ping.
        if (minimum == maximum
                || probing
                || received - probeReceived < WORTH_PROBING
                || now - probeStart < PAUSE_NANOS) {
            return false;
        }
        probing = true;
        probeStart = now;
        probeReceived = received;
        return true;
    }

    /// The ping was answered; true when the window has changed.
    boolean answered(long now) {
        if (!probing) {
            return false;
        }
        probing = false;
        var roundTrip = Math.max(1, now - probeStart);
        if (now - periodStart > FORGET_NANOS) {
            periodStart = now;
            shortest = shortestOfPeriod;
            shortestOfPeriod = Long.MAX_VALUE;
        }
        shortestOfPeriod = Math.min(shortestOfPeriod, roundTrip);
        shortest = Math.min(shortest, roundTrip);
        var rate = (double) (received - probeReceived) / roundTrip;
        bytesPerNano = Math.max(rate, bytesPerNano * 0.9);
        probeStart = now;
        var wanted = (int) Math.clamp((long) (2 * bytesPerNano * shortest), minimum, maximum);
        // Small changes are noise, and each costs every stream a window update.
        if (Math.abs(wanted - window) <= window / 4 && wanted != minimum) {
            return false;
        }
        var changed = wanted != window;
        window = wanted;
        return changed;
    }
}
