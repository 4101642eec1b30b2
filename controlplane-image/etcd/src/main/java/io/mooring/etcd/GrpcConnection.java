package io.mooring.etcd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// An HTTP/2 connection for unary gRPC calls, each a stream of its own. Thread-safe.
final class GrpcConnection implements AutoCloseable {

    private static final int WINDOW_BYTES = 1 << 20;

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("mooring-etcd", true), NioIoHandler.newFactory());
    private final Limits limits;
    private final String scheme;
    private final String authority;
    private final Channel channel;

    /// How long to wait.
    ///
    /// @param connect for a connection, and for a stream of it
    /// @param call for an answer
    record Limits(Duration connect, Duration call) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(20), Duration.ofMinutes(2));
    }

    private GrpcConnection(
            SocketAddress address,
            String authority,
            String where,
            Optional<SslHandler> tls,
            Limits limits) {
        this.limits = limits;
        this.scheme = tls.isPresent() ? "https" : "http";
        this.authority = authority;
        try {
            this.channel = connect(address, tls);
            if (tls.isPresent()) {
                await(tls.get().handshakeFuture());
            }
        } catch (EtcdFailure e) {
            close(loops);
            throw new EtcdFailure(
                    e.kind(),
                    "connecting to the data store at " + where + ": " + e.getMessage(),
                    e);
        }
    }

    static GrpcConnection open(EtcdEndpoint endpoint, Limits limits) {
        return switch (endpoint) {
            case EtcdEndpoint.Socket(var path) ->
                    new GrpcConnection(
                            UnixDomainSocketAddress.of(path),
                            "localhost",
                            path.toString(),
                            Optional.empty(),
                            limits);
            case EtcdEndpoint.Plain(var host, var port) ->
                    new GrpcConnection(
                            new InetSocketAddress(host, port),
                            host,
                            host + ":" + port,
                            Optional.empty(),
                            limits);
            case EtcdEndpoint.Encrypted encrypted ->
                    new GrpcConnection(
                            new InetSocketAddress(encrypted.host(), encrypted.port()),
                            encrypted.host(),
                            encrypted.host() + ":" + encrypted.port(),
                            Optional.of(StoreTls.handler(encrypted)),
                            limits);
        };
    }

    private Channel connect(SocketAddress address, Optional<SslHandler> tls) {
        var initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        tls.ifPresent(handler -> made.pipeline().addLast(handler));
                        var settings = Http2Settings.defaultSettings().pushEnabled(false);
                        made.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .initialSettings(
                                                        settings.initialWindowSize(WINDOW_BYTES))
                                                .build(),
                                        new Http2MultiplexHandler(
                                                new ChannelInboundHandlerAdapter()));
                    }
                };
        boolean unix = address instanceof UnixDomainSocketAddress;
        var bootstrap =
                new Bootstrap()
                        .group(loops)
                        .channel(unix ? NioDomainSocketChannel.class : NioSocketChannel.class)
                        .handler(initializer);
        if (!unix) {
            int millis = Math.toIntExact(limits.connect().toMillis());
            bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis);
        }
        var connecting = bootstrap.connect(address);
        await(connecting);
        return connecting.channel();
    }

    /// The answer to one call.
    ///
    /// @param mostBytes how large it may be
    byte[] call(String method, byte[] request, int mostBytes) {
        var call = new UnaryCall(method, mostBytes);
        Http2StreamChannel stream = open(call);
        var headers = new DefaultHttp2Headers().method("POST").scheme(scheme).path(method);
        headers.authority(authority).set("content-type", "application/grpc").set("te", "trailers");
        stream.write(new DefaultHttp2HeadersFrame(headers, false));
        stream.writeAndFlush(new DefaultHttp2DataFrame(message(stream, request), true));
        try {
            return call.result().get(limits.call().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EtcdFailure failure ? failure : unreachable(e);
        } catch (TimeoutException e) {
            stream.close();
            throw unreachable(e);
        } catch (InterruptedException e) {
            stream.close();
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private Http2StreamChannel open(UnaryCall call) {
        Future<Http2StreamChannel> opening =
                new Http2StreamChannelBootstrap(channel).handler(call).open();
        await(opening);
        return opening.getNow();
    }

    private static ByteBuf message(Channel stream, byte[] request) {
        return stream.alloc()
                .buffer(5 + request.length)
                .writeByte(0)
                .writeInt(request.length)
                .writeBytes(request);
    }

    private void await(Future<?> future) {
        try {
            if (!future.await(limits.connect().toMillis())) {
                throw new EtcdFailure(
                        EtcdFailure.Kind.UNREACHABLE,
                        "no answer within " + limits.connect().toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
        if (!future.isSuccess()) {
            throw unreachable(future.cause());
        }
    }

    private static EtcdFailure unreachable(@Nullable Throwable cause) {
        String why = cause == null ? "no reason" : String.valueOf(cause.getMessage());
        return new EtcdFailure(
                EtcdFailure.Kind.UNREACHABLE,
                "the data store does not answer: " + why,
                cause == null ? new IllegalStateException(why) : cause);
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly(limits.connect().toMillis());
        close(loops);
    }

    private static void close(EventLoopGroup loops) {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3000);
    }
}
