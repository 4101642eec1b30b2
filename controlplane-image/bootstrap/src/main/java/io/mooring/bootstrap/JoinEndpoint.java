package io.mooring.bootstrap;

import io.mooring.kube.KubeClient;
import io.mooring.pki.PkiException;
import io.mooring.pki.ServerIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// The HTTPS server a node asks on its way in: the authority, the join script, the files, the
/// agent's token, and a place to report to.
///
/// Listens on 127.0.0.1 only; the port router in front of it decides by server name. Bytes move on
/// event loops; requests are answered on virtual threads, one at a time per connection. Close it to
/// stop.
public final class JoinEndpoint implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 512;
    private static final int MAX_CONNECTIONS = 2048;
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int IDLE_SECONDS = 30;

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(
                    THREADS,
                    new DefaultThreadFactory("mooring-join", true),
                    NioIoHandler.newFactory());
    // one arena a thread, in chunks of 512 KiB
    private final ByteBufAllocator buffers = new PooledByteBufAllocator(true, 0, THREADS, 8192, 6);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final JoinAnswers answers;
    private final NodeStatuses statuses;
    private final SslContext tls;
    private int port;

    private JoinEndpoint(JoinRoutes routes, NodeStatuses statuses, SslContext tls) {
        this.answers = new JoinAnswers(routes, executor);
        this.statuses = statuses;
        this.tls = tls;
    }

    /// Starts to listen.
    ///
    /// @throws BootstrapException when the port is taken or the certificate cannot be used
    public static JoinEndpoint start(
            KubeClient kube, BootstrapTokens tokens, JoinEndpointConfig config, Clock clock) {
        var statuses = new NodeStatuses();
        var routes = new JoinRoutes(kube, tokens, config, statuses, clock);
        var endpoint = new JoinEndpoint(routes, statuses, tls(config));
        try {
            endpoint.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port()));
        } catch (BootstrapException e) {
            endpoint.close();
            throw e;
        }
        return endpoint;
    }

    private void listen(InetSocketAddress address) {
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.ALLOCATOR, buffers)
                        .childHandler(connection())
                        .bind(address)
                        .awaitUninterruptibly();
        if (bound.cause() != null) {
            throw new BootstrapException(
                    "the join endpoint cannot listen on " + address + "; is the port taken?",
                    bound.cause());
        }
        port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private ChannelInitializer<Channel> connection() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (connections.size() >= MAX_CONNECTIONS) {
                    channel.close();
                    return;
                }
                connections.add(channel);
                channel.pipeline()
                        .addLast(tls.newHandler(channel.alloc()))
                        .addLast(new IdleStateHandler(true, 0, 0, IDLE_SECONDS, TimeUnit.SECONDS))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new ChunkedWriteHandler())
                        .addLast(new JoinConnection(answers));
            }
        };
    }

    /// A certificate is asked of clients, checked if one comes, and not required.
    private static SslContext tls(JoinEndpointConfig config) {
        try {
            // as objects: reading them from files, Netty would set up its other TLS provider too
            var identity = ServerIdentity.read(config.certFile(), config.keyFile());
            return SslContextBuilder.forServer(identity.key(), identity.certificate())
                    .trustManager(ServerIdentity.authority(config.caFile()))
                    // the default kind encrypts, with thousands of hashes, what stays in memory
                    .keyStoreType("JKS")
                    .clientAuth(ClientAuth.OPTIONAL)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException | PkiException e) {
            throw new BootstrapException(
                    "cannot load the join endpoint's certificate "
                            + config.certFile()
                            + ", its key or the authority "
                            + config.caFile()
                            + "; check that they exist and belong together",
                    e);
        }
    }

    public int port() {
        return port;
    }

    /// The last status of each node that has reported.
    public Map<String, NodeStatus> statuses() {
        return statuses.all();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3000);
        executor.shutdownNow();
    }
}
