package io.mooring.tunnel;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Fills the pipelines of the tunnel's channels, all of which run on the tunnel's loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class TunnelPipelines {
    private static final int FRONT_STREAM_WINDOW = 256 << 10;
    private static final int FRONT_CONNECTION_WINDOW = 16 << 20;

    private final TunnelServerConfig config;
    private final TunnelContext context;
    private final EventLoops loops;
    private final Flusher flusher;
    private final AgentService agents;
    private final Executor handshakes;
    private final Dialer dialer;
    private final AtomicInteger fronts = new AtomicInteger();
    private final AtomicInteger agentConnections = new AtomicInteger();

    TunnelPipelines(
            TunnelServerConfig config,
            TunnelContext context,
            EventLoops loops,
            Flusher flusher,
            AgentService agents,
            Executor handshakes) {
        this.config = config;
        this.context = context;
        this.loops = loops;
        this.flusher = flusher;
        this.agents = agents;
        this.handshakes = handshakes;
        this.dialer = new Dialer(context);
    }

    void agent(ChannelPipeline pipeline, SslContext tls) {
        if (!admit(pipeline, agentConnections, context.limits().maxAgentConnections())) {
            return;
        }
        loops.userTimeout(pipeline.channel(), config.keepalive().userTimeout());
        var calls = new GrpcServerHandler(agents, flusher);
        var window = context.limits().agentWindowBytes();
        pipeline.addLast(tls(pipeline, tls), Http2.agentCodec(window));
        pipeline.addLast(new KeepaliveHandler(config.keepalive(), calls), calls);
        Http2.widen(pipeline, 2 * window);
    }

    void front(ChannelPipeline pipeline) {
        if (!admit(pipeline, fronts, context.limits().maxFronts())) {
            return;
        }
        switch (config.mode()) {
            case ANY ->
                    pipeline.addLast(
                            new FrontSniffer(
                                    context.limits().requestDeadline(),
                                    this::grpc,
                                    this::httpConnect));
            case GRPC -> grpc(pipeline);
            case HTTP_CONNECT -> httpConnect(pipeline);
        }
    }

    /// Closes the channel when there are as many open as there may be.
    private static boolean admit(ChannelPipeline pipeline, AtomicInteger open, int maximum) {
        pipeline.channel().closeFuture().addListener(_ -> open.decrementAndGet());
        if (open.incrementAndGet() <= maximum) {
            return true;
        }
        pipeline.channel().close();
        return false;
    }

    void tlsFront(ChannelPipeline pipeline, SslContext tls) {
        pipeline.addLast(tls(pipeline, tls));
        front(pipeline);
    }

    private SslHandler tls(ChannelPipeline pipeline, SslContext tls) {
        return tls.newHandler(pipeline.channel().alloc(), handshakes);
    }

    private void grpc(ChannelPipeline pipeline) {
        var service = new ProxyService(dialer, context.metrics());
        pipeline.addLast(Http2.frontCodec(FRONT_STREAM_WINDOW));
        pipeline.addLast(new GrpcServerHandler(service, flusher));
        Http2.widen(pipeline, FRONT_CONNECTION_WINDOW);
    }

    private void httpConnect(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpConnectFront(dialer, context, flusher));
    }
}
