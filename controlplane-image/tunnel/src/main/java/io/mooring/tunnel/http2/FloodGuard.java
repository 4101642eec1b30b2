package io.mooring.tunnel.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.handler.codec.http2.Http2Exception;
import java.time.Duration;

/// Counts what costs the client little and us more, and ends a connection that does too much of it.
final class FloodGuard {
    private static final long PERIOD_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_EMPTY_FRAMES = 100;
    private static final int MAX_UNREAD_REPLIES = 1000;

    private final int maxChurn;
    private long periodStart = System.nanoTime();
    private int churn;
    private int emptyFrames;
    private int unreadReplies;

    FloodGuard(int maxChurn) {
        this.maxChurn = maxChurn;
    }

    /// A stream was opened or reset (CVE-2023-44487).
    void churned() throws Http2Exception {
        if (++churn > maxChurn) {
            var now = System.nanoTime();
            if (now - periodStart < PERIOD_NANOS) {
                throw connectionError(ENHANCE_YOUR_CALM, "too many streams opened and reset");
            }
            periodStart = now;
            churn = 1;
        }
    }

    /// A DATA frame with, or without, content.
    void data(boolean empty) throws Http2Exception {
        emptyFrames = empty ? emptyFrames + 1 : 0;
        if (emptyFrames > MAX_EMPTY_FRAMES) {
            throw connectionError(ENHANCE_YOUR_CALM, "too many DATA frames without data");
        }
    }

    /// A frame was answered, and the client does, or does not, read answers.
    void replied(boolean reads) throws Http2Exception {
        unreadReplies = reads ? 0 : unreadReplies + 1;
        if (unreadReplies > MAX_UNREAD_REPLIES) {
            throw connectionError(ENHANCE_YOUR_CALM, "too many frames whose answers wait unread");
        }
    }
}
