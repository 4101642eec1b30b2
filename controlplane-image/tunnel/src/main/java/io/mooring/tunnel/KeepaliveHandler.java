package io.mooring.tunnel;

import io.mooring.tunnel.http2.Http2Connection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Pings an agent's connection and ends it when no answer comes. One per channel, behind its
/// [Http2Connection].
final class KeepaliveHandler extends ChannelInboundHandlerAdapter {
    private final Keepalive keepalive;
    private @Nullable ScheduledFuture<?> next;
    private long sent;
    private long answered;

    KeepaliveHandler(Keepalive keepalive) {
        this.keepalive = keepalive;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        later(context);
    }

    private void later(ChannelHandlerContext context) {
        var delay = keepalive.interval().toNanos();
        next = context.executor().schedule(() -> ping(context), delay, TimeUnit.NANOSECONDS);
    }

    private void ping(ChannelHandlerContext context) {
        var connection = context.pipeline().get(Http2Connection.class);
        if (connection.idle()) {
            connection.close("it opened no stream");
            return;
        }
        var number = ++sent;
        connection.ping(number);
        next =
                context.executor()
                        .schedule(
                                () -> judge(context, connection, number),
                                keepalive.timeout().toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    private void judge(ChannelHandlerContext context, Http2Connection connection, long number) {
        if (answered >= number) {
            later(context);
        } else {
            connection.close(
                    "it did not answer a ping for %d s".formatted(keepalive.timeout().toSeconds()));
        }
    }

    void pong(long number) {
        answered = Math.max(answered, number);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (next != null) {
            next.cancel(false);
        }
    }
}
