package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Tells gRPC fronts (HTTP/2 with prior knowledge) from HTTP CONNECT by their first four bytes.
final class FrontSniffer extends ByteToMessageDecoder {
    private static final byte[] PREFACE = "PRI ".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<ChannelPipeline> grpc;
    private final Consumer<ChannelPipeline> httpConnect;

    FrontSniffer(Consumer<ChannelPipeline> grpc, Consumer<ChannelPipeline> httpConnect) {
        this.grpc = grpc;
        this.httpConnect = httpConnect;
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
