package io.mooring.tunnel;

import io.mooring.tunnel.tls.ClientHello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for the ClientHello of one connection, then hands the connection, not reading any more, to
/// its route together with all bytes read so far.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class HelloHandler extends ChannelInboundHandlerAdapter {
    /// What is to become of a connection. Ends in [#proceed], or closes the channel.
    interface Route {
        void take(Channel channel, ClientHello hello);
    }

    private static final Logger log = LoggerFactory.getLogger(HelloHandler.class);

    /// A hello in tiny records has more header than content.
    private static final int MAX_BUFFERED = 2 * ClientHello.MAX_BYTES;

    private final Duration deadline;
    private final HelloLimits limits;
    private final TunnelMetrics metrics;
    private final Route route;
    private ByteBuf buffered = Unpooled.EMPTY_BUFFER;
    private @Nullable ScheduledFuture<?> clock;
    private @Nullable SocketAddress counted;
    private boolean decided;
    private boolean inputEnded;

    HelloHandler(Duration deadline, HelloLimits limits, TunnelMetrics metrics, Route route) {
        this.deadline = deadline;
        this.limits = limits;
        this.metrics = metrics;
        this.route = route;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var remote = context.channel().remoteAddress();
        if (remote != null && !limits.acquire(remote)) {
            refuse(context, "refused_address_limit", "too many connections without ClientHello");
            return;
        }
        counted = remote;
        clock =
                context.executor()
                        .schedule(
                                () -> refuse(context, "refused_deadline", "no ClientHello in time"),
                                deadline.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        if (buffered.isReadable()) {
            buffered.writeBytes(bytes);
            bytes.release();
        } else {
            buffered = bytes;
        }
        if (!decided) {
            decide(context);
        }
    }

    private void decide(ChannelHandlerContext context) {
        switch (ClientHello.parse(buffered)) {
            case ClientHello.Result.Incomplete _ -> {
                if (buffered.readableBytes() > MAX_BUFFERED) {
                    refuse(context, "refused_not_tls", "a ClientHello that does not end");
                }
            }
            case ClientHello.Result.NotTls not -> refuse(context, "refused_not_tls", not.reason());
            case ClientHello.Result.Complete complete -> {
                decided = true;
                settle();
                context.channel().config().setAutoRead(false);
                route.take(context.channel(), complete.hello());
            }
        }
    }

    /// Gives what was held to the handlers behind this one. Called on the channel's loop.
    static void proceed(Channel channel) {
        if (channel.pipeline().get(HelloHandler.class) != null) {
            channel.pipeline().remove(HelloHandler.class);
        }
    }

    private void refuse(ChannelHandlerContext context, String kind, String reason) {
        if (context.channel().isOpen()) {
            metrics.routed(kind);
            log.debug("closed {}: {}", context.channel().remoteAddress(), reason);
            context.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (!decided) {
                context.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        context.pipeline().remove(this);
    }

    private void settle() {
        if (clock != null) {
            clock.cancel(false);
        }
        if (counted != null) {
            limits.release(counted);
            counted = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        settle();
        var held = buffered;
        buffered = Unpooled.EMPTY_BUFFER;
        if (!decided || !context.channel().isActive()) {
            held.release();
            return;
        }
        context.fireChannelRead(held);
        context.fireChannelReadComplete();
        if (inputEnded) {
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }
}
