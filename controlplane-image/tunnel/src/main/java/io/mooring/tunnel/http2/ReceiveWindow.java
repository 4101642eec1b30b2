package io.mooring.tunnel.http2;

/// What a client may still send on all streams together, and what of it has been used up and is to
/// be given back.
final class ReceiveWindow {
    private final int whole;
    private int left;
    private int owed;

    ReceiveWindow(int whole) {
        this.whole = whole;
        this.left = whole;
    }

    /// False when that is more than the client may send.
    boolean take(int bytes) {
        left -= bytes;
        return left >= 0;
    }

    /// How many bytes to give back now, which is half of the window or nothing.
    int credit(int bytes) {
        owed += bytes;
        if (owed < whole / 2) {
            return 0;
        }
        var due = owed;
        left += due;
        owed = 0;
        return due;
    }
}
