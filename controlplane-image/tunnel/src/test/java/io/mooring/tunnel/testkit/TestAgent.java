package io.mooring.tunnel.testkit;

import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketAssembler;
import io.mooring.tunnel.wire.PacketCodec;
import io.mooring.tunnel.wire.WireException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An agent of our own: one connection, one Connect stream, targets on the same event loop. Hosts
/// that end in `.test` are its own: it echoes what is sent to them.
///
/// [#close] ends its connection without a word, as a killed agent does.
public final class TestAgent extends ChannelInboundHandlerAdapter implements AutoCloseable {
    private final Map<Long, Channel> targets = new HashMap<>();
    private final Set<Long> echoes = new HashSet<>();
    private final Channel connection;
    private final Channel stream;
    private final Promise<String> serverId;
    private @Nullable PacketAssembler assembler;
    private long lastId;

    private TestAgent(EventLoopGroup group, Hello hello) {
        connection = connect(group, hello);
        serverId = connection.eventLoop().newPromise();
        stream =
                new Http2StreamChannelBootstrap(connection)
                        .handler(this)
                        .open()
                        .syncUninterruptibly()
                        .getNow();
        var headers = new DefaultHttp2Headers().method("POST").scheme("https");
        headers.path("/AgentService/Connect").authority("localhost");
        headers.set("content-type", "application/grpc").set("te", "trailers");
        headers.set("agentid", hello.id());
        if (!hello.identifiers().isEmpty()) {
            headers.set("agentidentifiers", hello.identifiers());
        }
        hello.token().ifPresent(token -> headers.set("authorization", "Bearer " + token));
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, false));
    }

    /// What an agent says of itself, and to whom.
    public record Hello(
            InetSocketAddress server,
            SslContext tls,
            String id,
            String identifiers,
            Optional<String> token) {}

    /// Connects and waits until the server has let it in.
    public static TestAgent connected(EventLoopGroup group, Hello hello) {
        var agent = new TestAgent(group, hello);
        if (!agent.serverId.awaitUninterruptibly(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not answer agent " + hello.id());
        }
        agent.serverId.syncUninterruptibly();
        return agent;
    }

    private static Channel connect(EventLoopGroup group, Hello hello) {
        var initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        hello.tls()
                                                .newHandler(
                                                        made.alloc(),
                                                        hello.server().getHostString(),
                                                        hello.server().getPort()),
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(
                                                new ChannelInboundHandlerAdapter()));
                    }
                };
        return new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .handler(initializer)
                .connect(hello.server())
                .syncUninterruptibly()
                .channel();
    }

    public String serverId() {
        return Objects.requireNonNull(serverId.getNow());
    }

    public boolean connected() {
        return stream.isActive();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        assembler = new PacketAssembler(context.alloc());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws WireException {
        switch (message) {
            case Http2DataFrame frame ->
                    Objects.requireNonNull(assembler).feed(frame.content(), this::receive);
            case Http2HeadersFrame frame -> answered(frame);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void answered(Http2HeadersFrame frame) {
        var id = frame.headers().get("serverid");
        if (id != null && !frame.isEndStream() && frame.headers().contains("servercount")) {
            serverId.trySuccess(id.toString());
        } else {
            serverId.tryFailure(new IllegalStateException("refused: " + frame.headers()));
        }
    }

    private void receive(Packet packet) {
        switch (packet) {
            case Packet.DialRequest request -> dial(request);
            case Packet.Data data when echoes.contains(data.connectId()) -> send(data);
            case Packet.Data data -> {
                var target = targets.get(data.connectId());
                if (target == null) {
                    data.payload().release();
                    send(new Packet.CloseResponse("unrecognized connectID", data.connectId()));
                } else {
                    target.writeAndFlush(data.payload());
                }
            }
            case Packet.CloseRequest request -> {
                var target = targets.remove(request.connectId());
                var known = echoes.remove(request.connectId()) || target != null;
                var error = known ? "" : "Unknown connectID";
                send(new Packet.CloseResponse(error, request.connectId()));
                if (target != null) {
                    target.close();
                }
            }
            default -> {}
        }
    }

    private void dial(Packet.DialRequest request) {
        var id = ++lastId;
        var colon = request.address().lastIndexOf(':');
        if (request.address().substring(0, colon).endsWith(".test")) {
            echoes.add(id);
            send(new Packet.DialResponse("", id, request.random()));
            return;
        }
        var port = Integer.parseInt(request.address().substring(colon + 1));
        new Bootstrap()
                .group(connection.eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new FromTarget(id))
                .connect(request.address().substring(0, colon), port)
                .addListener(future -> {
                    if (!future.isSuccess()) {
                        var error = "dial tcp " + request.address() + ": connection refused";
                        send(new Packet.DialResponse(error, 0, request.random()));
                        return;
                    }
                    var target = ((io.netty.channel.ChannelFuture) future).channel();
                    targets.put(id, target);
                    send(new Packet.DialResponse("", id, request.random()));
                    target.config().setAutoRead(stream.isWritable());
                });
    }

    private void send(Packet packet) {
        stream.writeAndFlush(
                new DefaultHttp2DataFrame(PacketCodec.encode(stream.alloc(), packet), false));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        targets.values().forEach(t -> t.config().setAutoRead(context.channel().isWritable()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Objects.requireNonNull(assembler).close();
        targets.values().forEach(Channel::close);
        targets.clear();
        serverId.tryFailure(new IllegalStateException("the connection ended"));
    }

    /// Says that it is about to go, as the upstream agent does on SIGTERM.
    public void drain() {
        stream.eventLoop().execute(() -> send(new Packet.Drain()));
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
    }

    private final class FromTarget extends ChannelInboundHandlerAdapter {
        private final long id;

        FromTarget(long id) {
            this.id = id;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            send(new Packet.Data(id, "", (ByteBuf) message));
            if (!stream.isWritable()) {
                context.channel().config().setAutoRead(false);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (targets.remove(id) != null) {
                send(new Packet.CloseResponse("", id));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
