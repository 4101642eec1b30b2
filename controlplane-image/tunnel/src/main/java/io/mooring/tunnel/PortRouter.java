package io.mooring.tunnel;

import io.mooring.tunnel.tls.ClientHello;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one exposed port. Routes TLS connections by their ClientHello without opening them, so that
/// client certificates reach kube-apiserver: ALPN [#TUNNEL_PROTOCOL] goes to the tunnel server in
/// this process, the server name [#JOIN_SERVER_NAME] to the join endpoint, everything else to
/// kube-apiserver. What is not TLS is closed.
///
/// Thread-safe. Close it before the tunnel server it was started with, whose event loops it uses.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
public final class PortRouter implements AutoCloseable {
    /// What agents offer besides `h2`.
    public static final String TUNNEL_PROTOCOL = "mooring-tunnel";

    /// Whom joining nodes ask for.
    public static final String JOIN_SERVER_NAME = "join.mooring.internal";

    private static final Logger log = LoggerFactory.getLogger(PortRouter.class);

    private final PortRouterConfig config;
    private final TunnelServer tunnel;
    private final TunnelMetrics metrics;
    private final HelloLimits hellos;
    private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private InetSocketAddress address;

    private PortRouter(PortRouterConfig config, TunnelServer tunnel) {
        this.config = config;
        this.tunnel = tunnel;
        this.metrics = tunnel.metrics();
        this.hellos = new HelloLimits(config.maxHellosPerAddress());
        this.address = config.address();
    }

    /// Starts listening.
    ///
    /// @throws IOException when an address cannot be listened on; then nothing is left running
    public static PortRouter start(PortRouterConfig config, TunnelServer tunnel)
            throws IOException {
        var router = new PortRouter(config, tunnel);
        try {
            router.listen();
        } catch (IOException | RuntimeException e) {
            router.close();
            throw e;
        }
        return router;
    }

    private void listen() throws IOException {
        var loops = tunnel.loops();
        var tcp = loops.tcpServer(loops.all()).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        address = Listeners.tcp(tcp, config.address(), initializer(), servers);
        if (config.socket().isPresent()) {
            var unix =
                    loops.unixServer(loops.all())
                            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            Listeners.unix(unix, loops, config.socket().get(), initializer(), servers);
        }
        log.info(
                "router listens on {} and {}: kube-apiserver={} join={}",
                address,
                config.socket().map(Path::toString).orElse("-"),
                config.apiServer(),
                config.join().map(InetSocketAddress::toString).orElse("-"));
    }

    private ChannelInitializer<Channel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (connections.size() >= config.maxConnections()) {
                    metrics.routed("refused_too_many");
                    channel.close();
                    return;
                }
                connections.add(channel);
                channel.pipeline()
                        .addLast(
                                new HelloHandler(
                                        config.helloDeadline(),
                                        hellos,
                                        metrics,
                                        PortRouter.this::route));
            }
        };
    }

    private void route(Channel channel, ClientHello hello) {
        var name = hello.serverName().orElse("");
        if (hello.protocols().contains(TUNNEL_PROTOCOL)) {
            metrics.routed("tunnel");
            handOver(channel);
        } else if (name.equals(JOIN_SERVER_NAME) && config.join().isPresent()) {
            metrics.routed("join");
            relay(channel, config.join().get());
        } else {
            metrics.routed("apiserver");
            relay(channel, config.apiServer());
        }
    }

    private void relay(Channel channel, InetSocketAddress target) {
        Relay.start(tunnel.loops(), metrics, channel, target);
    }

    /// Moves the channel to the tunnel's loop, where it starts over with what has been read of it.
    private void handOver(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        var loop = tunnel.loops().tunnel();
        if (loop.inEventLoop()) {
            begin(channel);
        } else {
            channel.deregister().addListener(_ -> register(channel, loop));
        }
    }

    private void register(Channel channel, EventLoop loop) {
        loop.register(channel)
                .addListener(registered -> {
                    if (registered.isSuccess()) {
                        begin(channel);
                    } else {
                        channel.close();
                    }
                });
    }

    private void begin(Channel channel) {
        tunnel.adopt(channel);
        HelloHandler.proceed(channel);
        channel.config().setAutoRead(true);
    }

    /// Where the port is, with the number the system chose if it was asked for 0.
    public InetSocketAddress address() {
        return address;
    }

    /// Stops listening and ends every connection. Idempotent.
    @Override
    public void close() {
        servers.close().awaitUninterruptibly(2000);
        connections.close().awaitUninterruptibly(2000);
        try {
            if (config.socket().isPresent()) {
                Files.deleteIfExists(config.socket().get());
            }
        } catch (IOException e) {
            log.warn("cannot remove the socket {}", config.socket().get(), e);
        }
    }
}
