package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketAssembler;
import io.mooring.tunnel.wire.PacketCodec;
import io.mooring.tunnel.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;

/// One bidirectional gRPC call of packets, on the server's side. Confined to its channel's event
/// loop.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class GrpcCall {
    static final int OK = 0;
    static final int UNKNOWN = 2;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;

    /// What the owner of a call hears of it.
    interface Listener {
        /// Takes the packet over.
        void packet(Packet packet);

        /// So many bytes of the stream's window were used, and their packets have been handed over.
        void consumed(int bytes);

        /// The peer has ended its side.
        void ended();

        /// The call is over. Not called after [GrpcCall#finish].
        void lost(String reason);
    }

    private final ChannelHandlerContext context;
    private final Http2FrameStream stream;
    private final Flusher flusher;
    private final PacketAssembler assembler;
    private boolean headersSent;
    private boolean over;
    private long pendingBytes;
    private long lastDrainNanos;

    GrpcCall(ChannelHandlerContext context, Http2FrameStream stream, Flusher flusher) {
        this.context = context;
        this.stream = stream;
        this.flusher = flusher;
        this.assembler = new PacketAssembler(context.alloc());
    }

    Channel channel() {
        return context.channel();
    }

    int id() {
        return stream.id();
    }

    boolean over() {
        return over;
    }

    long pendingBytes() {
        return pendingBytes;
    }

    /// When bytes last left, or began to wait.
    long lastDrainNanos() {
        return lastDrainNanos;
    }

    /// Answers the request, which gRPC clients may be waiting for before they send anything.
    void accept(Http2Headers metadata) {
        if (over) {
            return;
        }
        headersSent = true;
        var headers = new DefaultHttp2Headers().status("200");
        headers.set("content-type", "application/grpc");
        headers.add(metadata);
        context.write(new DefaultHttp2HeadersFrame(headers, false).stream(stream));
        flusher.mark(context.channel());
    }

    /// Takes the packet over and runs `written` once its bytes have left for the socket, or were
    /// dropped.
    void send(Packet packet, Runnable written) {
        if (over) {
            if (packet instanceof Packet.Data data) {
                data.payload().release();
            }
            written.run();
            return;
        }
        var message = PacketCodec.encode(context.alloc(), packet);
        var bytes = message.readableBytes();
        if (pendingBytes == 0) {
            lastDrainNanos = System.nanoTime();
        }
        pendingBytes += bytes;
        context.write(new DefaultHttp2DataFrame(message, false).stream(stream))
                .addListener(_ -> {
                    pendingBytes -= bytes;
                    lastDrainNanos = System.nanoTime();
                    written.run();
                });
        flusher.mark(context.channel());
    }

    /// Lets the peer send that many bytes more.
    void credit(int bytes) {
        if (!over) {
            context.write(new DefaultHttp2WindowUpdateFrame(bytes).stream(stream));
            flusher.mark(context.channel());
        }
    }

    /// Ends the call; the listener hears nothing more.
    void finish(int status, String message) {
        if (over) {
            return;
        }
        var trailers = new DefaultHttp2Headers();
        if (!headersSent) {
            trailers.status("200").set("content-type", "application/grpc");
        }
        trailers.set("grpc-status", Integer.toString(status));
        if (!message.isEmpty()) {
            trailers.set("grpc-message", percentEncoded(message));
        }
        forget();
        context.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true).stream(stream));
    }

    /// Ends the call at once and drops what is waiting to be sent; the listener hears nothing more.
    void reset() {
        if (!over) {
            forget();
        }
        context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(stream));
    }

    void forget() {
        over = true;
        assembler.close();
    }

    /// Takes the content of a DATA frame over.
    void receive(ByteBuf content, int windowBytes, Listener listener) {
        if (over) {
            content.release();
            return;
        }
        try {
            assembler.feed(content, listener::packet);
            if (over) {
                assembler.close();
            } else {
                listener.consumed(windowBytes);
            }
        } catch (WireException e) {
            finish(INTERNAL, e.getMessage() == null ? "malformed" : e.getMessage());
            listener.lost("it sent what cannot be read: " + e.getMessage());
        }
    }

    private static String percentEncoded(String message) {
        var encoded = new StringBuilder();
        for (var b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append("%%%02X".formatted(b & 0xff));
            }
        }
        return encoded.toString();
    }
}
