package io.mooring.tunnel;

/// How far an agent may be ahead, by how many of its connections are busy: each adds a share.
///
/// One greedy connection gets one share, so that little waits in front of a quiet one; many get
/// more together, so that each still moves in pieces that are worth a write.
final class BusyShare {
    private static final int ROUND_BYTES = 1 << 20;
    private static final int BUSY_BYTES = 16 << 10;

    private final int share;
    private final int maximum;
    private int round;
    private int roundBytes;
    private int busy;

    BusyShare(int share, int maximum) {
        this.share = share;
        this.maximum = maximum;
    }

    /// What one connection has used of the round.
    static final class Use {
        private int round;
        private int bytes;
    }

    /// A connection got bytes; true when a round has ended, and [#window] counts anew.
    boolean used(Use use, int bytes) {
        if (use.round != round) {
            use.round = round;
            use.bytes = 0;
        }
        if (use.bytes < BUSY_BYTES && use.bytes + bytes >= BUSY_BYTES) {
            busy++;
        }
        use.bytes += bytes;
        roundBytes += bytes;
        return roundBytes >= ROUND_BYTES;
    }

    /// What the round says, and the next one begins.
    int window() {
        var window = (int) Math.min(maximum, (long) share * Math.max(1, busy));
        round++;
        roundBytes = 0;
        busy = 0;
        return window;
    }
}
