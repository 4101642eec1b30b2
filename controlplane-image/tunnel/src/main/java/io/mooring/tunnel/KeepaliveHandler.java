package io.mooring.tunnel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Pings an agent's connection and ends it when no answer comes. One per channel, between the
/// HTTP/2 codec and the [GrpcServerHandler].
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class KeepaliveHandler extends ChannelInboundHandlerAdapter {
    private final Keepalive keepalive;
    private final GrpcServerHandler calls;
    private @Nullable ScheduledFuture<?> next;
    private long sent;
    private long answered;

    KeepaliveHandler(Keepalive keepalive, GrpcServerHandler calls) {
        this.keepalive = keepalive;
        this.calls = calls;
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
        if (calls.idle()) {
            calls.close(context, "it opened no stream");
            return;
        }
        var number = ++sent;
        context.writeAndFlush(new DefaultHttp2PingFrame(number));
        next =
                context.executor()
                        .schedule(
                                () -> judge(context, number),
                                keepalive.timeout().toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    private void judge(ChannelHandlerContext context, long number) {
        if (answered >= number) {
            later(context);
        } else {
            calls.close(
                    context,
                    "it did not answer a ping for %d s".formatted(keepalive.timeout().toSeconds()));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2PingFrame ping) {
            if (ping.ack()) {
                answered = Math.max(answered, ping.content());
            }
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (next != null) {
            next.cancel(false);
        }
    }
}
