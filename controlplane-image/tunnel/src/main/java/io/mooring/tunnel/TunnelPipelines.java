package io.mooring.tunnel;

import io.mooring.tunnel.http2.Http2Connection;
import io.mooring.tunnel.http2.Http2Limits;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Fills the pipelines of the tunnel's channels, all of which run on the tunnel's loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class TunnelPipelines {
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int RECORDS_AT_ONCE = 64 << 10;
    private static final int AGENT_STREAMS = 16;
    private static final int AGENT_CHURN = 400;

    /// Fronts open and reset streams as often as they like.
    private static final Http2Limits FRONT =
            new Http2Limits(
                    256 << 10, 256 << 10, 16 << 20, 100_000, Integer.MAX_VALUE, MAX_HEADER_BYTES);

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
        loops.sendLittleAhead(pipeline.channel());
        var share = context.limits().agentShareBytes();
        var window = context.limits().agentWindowBytes();
        var limits =
                new Http2Limits(
                        share, window, 2 * window, AGENT_STREAMS, AGENT_CHURN, MAX_HEADER_BYTES);
        var pings = new KeepaliveHandler(config.keepalive());
        var server = new GrpcServer(agents, pings::pong);
        pipeline.addLast(tls(pipeline, tls), new Http2Connection(limits, server, flusher), pings);
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
        // BoringSSL's tasks only look a chain up, mostly; a change of threads costs more.
        var alloc = pipeline.channel().alloc();
        var handler =
                OpenSsl.isAvailable() ? tls.newHandler(alloc) : tls.newHandler(alloc, handshakes);
        handler.setWrapDataSize(RECORDS_AT_ONCE);
        return handler;
    }

    private void grpc(ChannelPipeline pipeline) {
        var service = new ProxyService(dialer, context.metrics());
        var server = new GrpcServer(service, _ -> {});
        pipeline.addLast(new Http2Connection(FRONT, server, flusher));
    }

    private void httpConnect(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpConnectFront(dialer, context, flusher));
    }
}
