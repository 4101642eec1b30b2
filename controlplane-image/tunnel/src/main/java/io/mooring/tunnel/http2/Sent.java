package io.mooring.tunnel.http2;

import org.jspecify.annotations.Nullable;

/// Whose bytes are in one buffer handed to the channel.
final class Sent {
    private final Http2Stream stream;
    private final @Nullable Sent others;
    private int bytes;

    private Sent(Http2Stream stream, int bytes, @Nullable Sent others) {
        this.stream = stream;
        this.bytes = bytes;
        this.others = others;
    }

    static Sent and(@Nullable Sent sent, Http2Stream stream, int bytes) {
        if (sent != null && sent.stream == stream) {
            sent.bytes += bytes;
            return sent;
        }
        return new Sent(stream, bytes, sent);
    }

    /// They have left for the socket, or were dropped.
    static void written(@Nullable Sent sent) {
        for (var part = sent; part != null; part = part.others) {
            part.stream.written(part.bytes);
        }
    }
}
