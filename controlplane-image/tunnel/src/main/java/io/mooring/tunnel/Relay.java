package io.mooring.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One direction of a connection that is passed on as it is: reads from its channel, writes to the
/// peer.
///
/// Reading stops while the peer holds more than its high-water mark, so a direction buffers that
/// and one read, and no more. An end of input is passed on as such; the other direction goes on.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class Relay extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int CONNECT_MILLIS = 5_000;

    private final Channel peer;
    private boolean inputEnded;

    private Relay(Channel peer) {
        this.peer = peer;
    }

    /// Connects to `target` and relays, beginning with `firstBytes`, which it takes over. The
    /// client's channel must not be reading.
    static void start(
            EventLoops loops, TunnelMetrics metrics, Channel client, InetSocketAddress target) {
        loops.tcpClient(client.eventLoop())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target)
                .addListener(
                        (ChannelFutureListener)
                                connected -> {
                                    var server = connected.channel();
                                    if (connected.isSuccess() && client.isActive()) {
                                        join(metrics, client, server);
                                        return;
                                    }
                                    // counted first: a client that was closed may look at once
                                    if (!connected.isSuccess()) {
                                        metrics.routed("failed_target");
                                        log.warn(
                                                "cannot relay {} to {}: {}",
                                                client.remoteAddress(),
                                                target,
                                                String.valueOf(connected.cause().getMessage()));
                                    }
                                    server.close();
                                    client.close();
                                });
    }

    private static void join(TunnelMetrics metrics, Channel client, Channel server) {
        metrics.openRelays.increment();
        client.closeFuture().addListener(_ -> metrics.openRelays.decrement());
        server.pipeline().addLast(new Relay(client));
        client.pipeline().addLast(new Relay(server));
        HelloHandler.proceed(client);
        server.config().setAutoRead(true);
        client.config().setAutoRead(server.isWritable());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!peer.isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        peer.write(message);
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        peer.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            peer.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
            inputEnded = true;
            var other = peer.pipeline().get(Relay.class);
            var whole = other == null || other.inputEnded;
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(_ -> endOutput(context.channel(), whole));
        }
    }

    private void endOutput(Channel own, boolean whole) {
        if (whole) {
            peer.close();
            own.close();
        } else if (peer instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (peer.isActive()) {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
