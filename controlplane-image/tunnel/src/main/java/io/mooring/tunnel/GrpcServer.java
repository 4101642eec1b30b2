package io.mooring.tunnel;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Turns the HTTP/2 frames of one connection into gRPC calls of one service. One per channel.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class GrpcServerHandler extends ChannelInboundHandlerAdapter {
    /// Answers calls.
    interface Service {
        /// The only path this service answers.
        String path();

        /// Opens a call. May finish it at once.
        GrpcCall.Listener open(GrpcCall call, Http2Headers headers);
    }

    private record Open(GrpcCall call, GrpcCall.Listener listener) {}

    private final Service service;
    private final Flusher flusher;
    private final IntObjectHashMap<Open> calls = new IntObjectHashMap<>();
    private String lossReason = "its connection ended";

    GrpcServerHandler(Service service, Flusher flusher) {
        this.service = service;
        this.flusher = flusher;
    }

    /// Closes the connection, and with it every call, for a reason of ours.
    void close(ChannelHandlerContext context, String reason) {
        lossReason = reason;
        context.close();
    }

    boolean idle() {
        return calls.isEmpty();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case Http2HeadersFrame frame -> headers(context, frame);
            case Http2DataFrame frame -> data(frame);
            case Http2ResetFrame frame -> {
                var open = calls.remove(frame.stream().id());
                lose(open, "it reset the stream (HTTP/2 error " + frame.errorCode() + ")");
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void headers(ChannelHandlerContext context, Http2HeadersFrame frame) {
        var id = frame.stream().id();
        if (!calls.containsKey(id)) {
            var call = new GrpcCall(context, frame.stream(), flusher);
            var path = frame.headers().path();
            if (path == null || !service.path().contentEquals(path)) {
                call.finish(GrpcCall.UNIMPLEMENTED, "unknown service or method " + path);
                return;
            }
            var listener = service.open(call, frame.headers());
            if (call.over()) {
                return;
            }
            calls.put(id, new Open(call, listener));
        }
        if (frame.isEndStream()) {
            end(id);
        }
    }

    private void data(Http2DataFrame frame) {
        var id = frame.stream().id();
        var open = calls.get(id);
        if (open == null) {
            frame.release();
            return;
        }
        var endOfStream = frame.isEndStream();
        open.call.receive(frame.content(), frame.initialFlowControlledBytes(), open.listener);
        if (open.call.over()) {
            calls.remove(id);
        } else if (endOfStream) {
            end(id);
        }
    }

    private void end(int id) {
        var open = calls.remove(id);
        if (open != null && !open.call.over()) {
            open.listener.ended();
        }
    }

    private static void lose(@Nullable Open open, String reason) {
        if (open != null && !open.call.over()) {
            open.call.forget();
            open.listener.lost(reason);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        for (var open : new ArrayList<>(calls.values())) {
            lose(open, lossReason);
        }
        calls.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2FrameStreamException failure) {
            lose(calls.remove(failure.stream().id()), "HTTP/2: " + failure.getMessage());
        } else {
            close(context, String.valueOf(cause.getMessage()));
        }
    }
}
