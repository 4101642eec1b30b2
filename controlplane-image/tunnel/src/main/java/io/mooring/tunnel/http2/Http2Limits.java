package io.mooring.tunnel.http2;

/// What a client is allowed.
///
/// @param streamWindow bytes of one stream that may be on the way at first, and at least
/// @param maxStreamWindow the same where the link holds more
/// @param connectionWindow the same of all streams together
/// @param maxStreams open at a time
/// @param maxChurn streams opened, and streams reset, within half a minute
/// @param maxHeaderBytes of one request
public record Http2Limits(
        int streamWindow,
        int maxStreamWindow,
        int connectionWindow,
        int maxStreams,
        int maxChurn,
        int maxHeaderBytes) {

    public Http2Limits {
        if (connectionWindow < FrameType.DEFAULT_WINDOW) {
            throw new IllegalArgumentException("a connection's window cannot be made smaller");
        }
    }
}
