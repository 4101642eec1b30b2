package io.mooring.tunnel;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;

/// Puts HTTP/2, at the level of frames, into a pipeline.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class Http2 {
    private static final int DEFAULT_WINDOW = 65_535;
    private static final int FRONT_STREAMS = 100_000;
    private static final int AGENT_STREAMS = 16;
    private static final int MAX_HEADER_BYTES = 16 << 10;

    private Http2() {}

    /// For agents, who may be anyone until they have been authenticated.
    static Http2FrameCodec agentCodec(int streamWindow) {
        return builder(streamWindow, AGENT_STREAMS).build();
    }

    /// For fronts, which reset streams as often as they like.
    static Http2FrameCodec frontCodec(int streamWindow) {
        return builder(streamWindow, FRONT_STREAMS)
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .build();
    }

    private static Http2FrameCodecBuilder builder(int streamWindow, int maxStreams) {
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(
                        new Http2Settings()
                                .initialWindowSize(streamWindow)
                                .maxConcurrentStreams(maxStreams)
                                .maxHeaderListSize(MAX_HEADER_BYTES))
                .gracefulShutdownTimeoutMillis(0);
    }

    /// Lets all streams of the connection together send that many bytes ahead.
    static void widen(ChannelPipeline pipeline, int connectionWindow) {
        pipeline.writeAndFlush(
                new DefaultHttp2WindowUpdateFrame(connectionWindow - DEFAULT_WINDOW));
    }
}
