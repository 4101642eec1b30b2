package io.mooring.tunnel;

import io.mooring.tunnel.tls.ReloadedTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Konnectivity proxy-server: agents dial in, fronts dial through them.
///
/// Thread-safe. Started by [#start]; whoever started it closes it, which ends every connection.
public final class TunnelServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TunnelServer.class);

    private final TunnelServerConfig config;
    private final EventLoops loops;
    private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final TunnelMetrics metrics = new TunnelMetrics();
    private final ReloadedTls agentTls;
    private final TunnelPipelines pipelines;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup frontListeners =
            new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Optional<InetSocketAddress> agentAddress = Optional.empty();
    private Optional<InetSocketAddress> frontAddress = Optional.empty();

    private TunnelServer(TunnelServerConfig config, AgentAuthenticator authenticator)
            throws IOException {
        this.config = config;
        this.agentTls = new ReloadedTls(config.agentTls(), List.of("h2"), virtualThreads);
        this.loops = new EventLoops(config.eventLoopThreads());
        var random = new SplittableRandom(new SecureRandom().nextLong());
        var timers = new LoopTimers(loops.tunnel());
        var context =
                new TunnelContext(
                        timers,
                        config.limits(),
                        new BufferBudget(config.limits().totalBytes()),
                        new StallWatch(timers, metrics.fullReceiveChannels),
                        new AgentDirectory(config.strategies(), random, metrics),
                        metrics,
                        random);
        var agents = new AgentService(config, context, authenticator);
        this.pipelines =
                new TunnelPipelines(
                        config,
                        context,
                        loops,
                        new Flusher(loops.tunnel()),
                        agents,
                        virtualThreads);
    }

    /// Starts listening wherever the configuration says.
    ///
    /// @throws IOException when a certificate cannot be used or an address cannot be listened on;
    ///   then nothing is left running
    public static TunnelServer start(TunnelServerConfig config, AgentAuthenticator authenticator)
            throws IOException {
        var server = new TunnelServer(config, authenticator);
        try {
            server.listen();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void listen() throws IOException {
        if (config.frontSocket().isPresent()) {
            Listeners.unix(
                    loops.unixServer(loops.tunnel()),
                    loops,
                    config.frontSocket().get(),
                    initializer(pipelines::front),
                    frontListeners);
        }
        if (config.frontListener().isPresent()) {
            var listener = config.frontListener().get();
            var tls = new ReloadedTls(listener.tls(), config.mode().protocols(), virtualThreads);
            frontAddress =
                    Optional.of(
                            Listeners.tcp(
                                    loops.tcpServer(loops.tunnel()),
                                    listener.address(),
                                    initializer(p -> pipelines.tlsFront(p, tls.current())),
                                    frontListeners));
        }
        if (config.agentListener().isPresent()) {
            agentAddress =
                    Optional.of(
                            Listeners.tcp(
                                    loops.tcpServer(loops.tunnel()),
                                    config.agentListener().get(),
                                    initializer(p -> pipelines.agent(p, agentTls.current())),
                                    channels));
        }
        log.info(
                "server={} tunnel is up front={} agents={}",
                config.serverId(),
                config.frontSocket().map(Path::toString).orElse("-"),
                agentAddress.map(InetSocketAddress::toString).orElse("through the router"));
    }

    /// Fills the pipelines of accepted channels, which end with this server.
    private ChannelInitializer<Channel> initializer(Consumer<ChannelPipeline> fill) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channels.add(channel);
                fill.accept(channel.pipeline());
            }
        };
    }

    /// Takes a connection over that the router found to be an agent's; its first bytes come as a
    /// read.
    void adopt(Channel channel) {
        pipelines.agent(channel.pipeline(), agentTls.current());
    }

    EventLoops loops() {
        return loops;
    }

    /// The figures of this server, and of a router started with it.
    public TunnelMetrics metrics() {
        return metrics;
    }

    /// How many agent streams there are now.
    public int agents() {
        return Math.toIntExact(metrics.readyBackendConnections.value());
    }

    /// True when the first proxy strategy has an agent to choose: what upstream's `/readyz` says.
    public boolean ready() {
        return metrics.readyBackends(config.strategies().getFirst()) > 0;
    }

    /// Where agents are listened for, if on a port of their own.
    public Optional<InetSocketAddress> agentAddress() {
        return agentAddress;
    }

    /// Where fronts are listened for on TCP, if so.
    public Optional<InetSocketAddress> frontAddress() {
        return frontAddress;
    }

    /// Takes no more connections of fronts and waits until those that are open have ended, with all
    /// that was sent to them delivered, for `limit` at most. Agents stay.
    public void drain(Duration limit) throws InterruptedException {
        frontListeners.close().awaitUninterruptibly(2000);
        var end = System.nanoTime() + limit.toNanos();
        while (metrics.openFronts() > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    /// Ends every connection and stops listening. Idempotent.
    @Override
    public void close() {
        frontListeners.close().awaitUninterruptibly(2000);
        channels.close().awaitUninterruptibly(2000);
        loops.close();
        virtualThreads.shutdownNow();
        try {
            if (config.frontSocket().isPresent()) {
                Files.deleteIfExists(config.frontSocket().get());
            }
        } catch (IOException e) {
            log.warn("cannot remove the socket {}", config.frontSocket().get(), e);
        }
    }
}
