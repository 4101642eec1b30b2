package io.mooring.tunnel.testkit;

import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketAssembler;
import io.mooring.tunnel.wire.PacketCodec;
import io.mooring.tunnel.wire.WireException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A front that speaks gRPC over a Unix socket: one connection, any number of Proxy streams.
public final class ProxyClient implements AutoCloseable {
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Channel channel;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();

    /// What a stream received, payloads as text.
    public sealed interface Event {
        record Received(Packet packet) implements Event {}

        record Bytes(long connectId, String text) implements Event {}

        record Ended(String status) implements Event {}
    }

    /// One Proxy stream.
    public static final class Stream extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private @Nullable PacketAssembler assembler;
        private @Nullable Channel channel;

        private Channel channel() {
            return Objects.requireNonNull(channel);
        }

        public Stream send(Packet packet) {
            var message = PacketCodec.encode(channel().alloc(), packet);
            channel().writeAndFlush(new DefaultHttp2DataFrame(message, false));
            return this;
        }

        public Stream send(long connectId, String text) {
            var payload = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
            return send(new Packet.Data(connectId, "", payload));
        }

        /// Gives no more window from here on.
        public Stream stall() {
            channel().config().setAutoRead(false);
            return this;
        }

        /// Reads on after [#stall].
        public Stream resume() {
            channel().config().setAutoRead(true);
            return this;
        }

        public Event next() throws InterruptedException {
            var event = events.poll(20, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("nothing came for 20 s");
            }
            return event;
        }

        public Packet.DialResponse dial(String address, long random) throws InterruptedException {
            send(new Packet.DialRequest("tcp", address, random));
            return next() instanceof Event.Received(Packet.DialResponse response)
                    ? response
                    : new Packet.DialResponse("no dial response", 0, 0);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
            assembler = new PacketAssembler(context.alloc());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message)
                throws WireException {
            switch (message) {
                case Http2DataFrame frame ->
                        Objects.requireNonNull(assembler).feed(frame.content(), this::receive);
                case Http2HeadersFrame frame -> {
                    if (frame.isEndStream()) {
                        var status = String.valueOf(frame.headers().get("grpc-status"));
                        events.add(new Event.Ended(status));
                    }
                }
                default -> ReferenceCountUtil.release(message);
            }
        }

        private void receive(Packet packet) {
            if (packet instanceof Packet.Data data) {
                var text = data.payload().toString(StandardCharsets.US_ASCII);
                data.payload().release();
                events.add(new Event.Bytes(data.connectId(), text));
            } else {
                events.add(new Event.Received(packet));
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame frame) {
                events.add(new Event.Ended("reset " + frame.errorCode()));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            Objects.requireNonNull(assembler).close();
        }
    }

    public ProxyClient(Path socket) {
        channel =
                connect(
                        EpollDomainSocketChannel.class,
                        new DomainSocketAddress(socket.toFile()),
                        Optional.empty());
    }

    /// The same over TLS.
    public ProxyClient(InetSocketAddress server, SslContext tls) {
        channel = connect(EpollSocketChannel.class, server, Optional.of(tls));
    }

    private Channel connect(
            Class<? extends Channel> type, SocketAddress server, Optional<SslContext> tls) {
        var initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        tls.ifPresent(t ->
                                made.pipeline()
                                        .addLast(t.newHandler(made.alloc(), "127.0.0.1", 0)));
                        made.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(
                                                new ChannelInboundHandlerAdapter()));
                    }
                };
        return new Bootstrap()
                .group(group)
                .channel(type)
                .handler(initializer)
                .connect(server)
                .syncUninterruptibly()
                .channel();
    }

    public Stream open() {
        return open("/ProxyService/Proxy");
    }

    public Stream open(String path) {
        var made = new Stream();
        new Http2StreamChannelBootstrap(channel).handler(made).open().syncUninterruptibly();
        streams.add(made);
        var headers = new DefaultHttp2Headers().method("POST").scheme("http").path(path);
        headers.authority("localhost")
                .set("content-type", "application/grpc")
                .set("te", "trailers");
        made.channel().writeAndFlush(new DefaultHttp2HeadersFrame(headers, false));
        return made;
    }

    @Override
    public void close() {
        // A stream that reads no more gives back what it holds only when it is closed itself.
        streams.forEach(stream -> stream.channel().close().syncUninterruptibly());
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
