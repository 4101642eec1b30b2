package io.mooring.tunnel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How far an agent may be ahead, by which of its connections are busy.
///
/// Where several got bytes of late, each that is busy adds a share: one greedy connection gets one,
/// so that little waits in front of a quiet one; many get more together, so that each still moves
/// in pieces that are worth a write. A connection that has been alone for a while gets what the
/// link delivers in [#AHEAD]: there is no one to wait behind it, and an agent that never waits for
/// leave costs less.
final class BusyShare {
    private static final int ROUND_BYTES = 1 << 20;
    private static final int BUSY_BYTES = 16 << 10;
    private static final long ALONE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long AHEAD_NANOS = Duration.ofMillis(10).toNanos();

    private final int share;
    private final int maximum;
    private int round;
    private int roundBytes;
    private long roundStart;
    private int busy;
    private @Nullable Use last;
    private long lastNanos;
    private long otherNanos;
    private boolean crowded;

    BusyShare(int share, int maximum) {
        this.share = share;
        this.maximum = maximum;
    }

    /// What one connection has used of the round.
    static final class Use {
        private int round;
        private int bytes;
    }

    /// A connection got bytes at that time; true when [#window] is to be asked.
    boolean used(Use use, int bytes, long now) {
        var company = crowded;
        if (use != last) {
            crowded |= last != null;
            otherNanos = lastNanos;
            last = use;
        }
        if (crowded && now - otherNanos > ALONE_NANOS) {
            crowded = false;
        }
        lastNanos = now;
        if (use.round != round) {
            use.round = round;
            use.bytes = 0;
        }
        if (use.bytes < BUSY_BYTES && use.bytes + bytes >= BUSY_BYTES) {
            busy++;
        }
        use.bytes += bytes;
        roundBytes += bytes;
        return roundBytes >= ROUND_BYTES || crowded && !company;
    }

    /// What the round says, which ends at that time; and the next one begins.
    int window(long now) {
        var nanos = Math.max(1, now - roundStart);
        var ahead = crowded ? (long) share * busy : AHEAD_NANOS * roundBytes / nanos;
        round++;
        roundBytes = 0;
        roundStart = now;
        busy = 0;
        return (int) Math.clamp(ahead, share, maximum);
    }
}
