package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells gRPC fronts (HTTP/2 with prior knowledge) from HTTP CONNECT by their first four bytes.
@SuppressWarnings("FutureReturnValueIgnored") // a failed close leaves nothing to be done
final class FrontSniffer extends ByteToMessageDecoder {
    private static final byte[] PREFACE = "PRI ".getBytes(StandardCharsets.US_ASCII);

    private final Duration deadline;
    private final Consumer<ChannelPipeline> grpc;
    private final Consumer<ChannelPipeline> httpConnect;
    private @Nullable ScheduledFuture<?> clock;

    FrontSniffer(
            Duration deadline,
            Consumer<ChannelPipeline> grpc,
            Consumer<ChannelPipeline> httpConnect) {
        this.deadline = deadline;
        this.grpc = grpc;
        this.httpConnect = httpConnect;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        clock =
                context.executor()
                        .schedule(() -> context.close(), deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (clock != null) {
            clock.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        var known = Math.min(in.readableBytes(), PREFACE.length);
        for (var i = 0; i < known; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
                become(context, httpConnect);
                return;
            }
        }
        if (known == PREFACE.length) {
            become(context, grpc);
        }
    }

    private void become(ChannelHandlerContext context, Consumer<ChannelPipeline> protocol) {
        protocol.accept(context.pipeline());
        context.pipeline().remove(this);
    }
}
