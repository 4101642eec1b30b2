package io.mooring.etcd;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// The answer to one gRPC call: headers, one message behind five bytes that say how long it is, and
/// a status in the trailers. Confined to the stream's event loop; the result may be awaited
/// anywhere.
final class UnaryCall extends ChannelInboundHandlerAdapter {

    private static final int PREFIX = 5;
    private static final String OK = "0";
    private static final String OUT_OF_RANGE = "11";

    private final String method;
    private final int mostBytes;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    UnaryCall(String method, int mostBytes) {
        this.method = method;
        this.mostBytes = mostBytes;
    }

    CompletableFuture<byte[]> result() {
        return result;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame frame when frame.isEndStream() -> end(frame.headers());
                case Http2DataFrame frame -> take(context, frame.content());
                default -> {
                    // the headers before the answer say nothing that the trailers do not
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf content) {
        if (body.size() + content.readableBytes() > mostBytes + PREFIX) {
            fail(EtcdFailure.Kind.TOO_LARGE, "an answer of more than " + mostBytes + " bytes");
            context.close();
            return;
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        body.writeBytes(bytes);
    }

    private void end(Http2Headers trailers) {
        String status = String.valueOf(trailers.get("grpc-status"));
        if (!status.equals(OK)) {
            CharSequence text = trailers.get("grpc-message");
            boolean compacted =
                    status.equals(OUT_OF_RANGE)
                            && text != null
                            && text.toString().contains("compacted");
            fail(
                    compacted ? EtcdFailure.Kind.COMPACTED : EtcdFailure.Kind.REFUSED,
                    text == null ? "status " + status : text.toString());
            return;
        }
        byte[] all = body.toByteArray();
        boolean whole =
                all.length >= PREFIX
                        && all[0] == 0
                        && ByteBuffer.wrap(all, 1, 4).getInt() == all.length - PREFIX;
        if (whole) {
            result.complete(Arrays.copyOfRange(all, PREFIX, all.length));
        } else {
            fail(EtcdFailure.Kind.REFUSED, "the answer is no gRPC message");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame frame) {
            fail(EtcdFailure.Kind.REFUSED, "the call was reset, code " + frame.errorCode());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(EtcdFailure.Kind.UNREACHABLE, "the connection has ended");
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(EtcdFailure.Kind.UNREACHABLE, cause.toString());
        context.close();
    }

    /// Has no effect once there is a result.
    private void fail(EtcdFailure.Kind kind, String why) {
        result.completeExceptionally(
                new EtcdFailure(kind, "the data store's answer to %s: %s".formatted(method, why)));
    }
}
