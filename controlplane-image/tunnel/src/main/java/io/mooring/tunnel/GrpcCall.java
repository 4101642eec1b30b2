package io.mooring.tunnel;

import io.mooring.tunnel.http2.Http2Stream;
import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketAssembler;
import io.mooring.tunnel.wire.PacketCodec;
import io.mooring.tunnel.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One bidirectional gRPC call of packets, on the server's side. Confined to its channel's event
/// loop.
final class GrpcCall implements Http2Stream.Listener {
    static final int OK = 0;
    static final int UNKNOWN = 2;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;
    private static final int MAX_MESSAGE_CHARACTERS = 1000;
    private static final Map.Entry<String, String> CONTENT_TYPE =
            Map.entry("content-type", "application/grpc");

    /// What the owner of a call hears of it.
    interface Listener extends PacketAssembler.Sink {
        /// So many bytes of the stream's window were used, and their packets have been handed over.
        void consumed(int bytes);

        /// Bytes have left for the socket, or were dropped; so many of them were of payloads.
        void written(int payloadBytes);

        /// The peer has ended its side.
        void ended();

        /// The call is over. Not called after [GrpcCall#finish].
        void lost(String reason);
    }

    private final Http2Stream stream;
    private final PacketAssembler assembler;
    private final DataRun run = new DataRun();
    private @Nullable Listener listener;
    private boolean headersSent;
    private long pendingBytes;
    private long framingBytes;
    private long lastDrainNanos;

    GrpcCall(Http2Stream stream) {
        this.stream = stream;
        this.assembler = new PacketAssembler(channel().alloc());
    }

    void listen(Listener owner) {
        listener = owner;
    }

    Channel channel() {
        return stream.connection().channel();
    }

    boolean over() {
        return stream.ended();
    }

    long pendingBytes() {
        return pendingBytes;
    }

    /// When bytes last left, or began to wait.
    long lastDrainNanos() {
        return lastDrainNanos;
    }

    /// Answers the request, which gRPC clients may be waiting for before they send anything.
    void accept(List<Map.Entry<String, String>> metadata) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        headers.add(CONTENT_TYPE);
        headers.addAll(metadata);
        headersSent = true;
        stream.answer(headers);
    }

    /// Takes the packet over; drops it, and says false, when the call is over.
    boolean send(Packet packet) {
        if (over()) {
            if (packet instanceof Packet.Data data) {
                data.payload().release();
            }
            return false;
        }
        if (pendingBytes == 0) {
            lastDrainNanos = System.nanoTime();
        }
        if (packet instanceof Packet.Data data) {
            if (!run.takes(data)) {
                sendRun();
            }
            pendingBytes += data.payload().readableBytes();
            run.add(data);
            stream.wake();
        } else {
            sendRun();
            var bytes = PacketCodec.encode(channel().alloc(), packet);
            framed(bytes.readableBytes());
            stream.send(bytes);
        }
        return true;
    }

    private void sendRun() {
        framed(run.sendOn(stream, channel().alloc()));
    }

    private void framed(int bytes) {
        pendingBytes += bytes;
        framingBytes += bytes;
    }

    @Override
    public void sending() {
        sendRun();
    }

    @Override
    public void written(int bytes) {
        pendingBytes -= bytes;
        lastDrainNanos = System.nanoTime();
        var framing = (int) Math.min(bytes, framingBytes);
        framingBytes -= framing;
        if (listener != null) {
            listener.written(bytes - framing);
        }
    }

    /// Lets the peer send that many bytes more.
    void credit(int bytes) {
        stream.credit(bytes);
    }

    /// Lets the peer be at least that many bytes ahead.
    void window(int bytes) {
        stream.window(bytes);
    }

    /// Ends the call; the listener hears nothing more than what was written.
    void finish(int status, String message) {
        if (over()) {
            return;
        }
        var trailers = new ArrayList<Map.Entry<String, String>>();
        if (!headersSent) {
            trailers.add(CONTENT_TYPE);
        }
        trailers.add(Map.entry("grpc-status", Integer.toString(status)));
        if (!message.isEmpty()) {
            trailers.add(Map.entry("grpc-message", percentEncoded(message)));
        }
        assembler.close();
        sendRun();
        stream.finish(trailers);
    }

    /// Ends the call at once and drops what is waiting to be sent; the listener hears nothing more
    /// than that.
    void reset() {
        assembler.close();
        stream.reset(Http2Error.CANCEL);
        dropRun();
    }

    private void dropRun() {
        var dropped = run.drop();
        if (dropped > 0) {
            written(dropped);
        }
    }

    @Override
    public void data(ByteBuf in, int length) {
        var owner = Objects.requireNonNull(listener, "a call that is open has a listener");
        try {
            assembler.feed(in, length, owner);
            if (over()) {
                assembler.close();
            }
        } catch (WireException e) {
            finish(INTERNAL, e.getMessage() == null ? "malformed" : e.getMessage());
            owner.lost("it sent what cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void consumed(int windowBytes) {
        if (listener != null) {
            listener.consumed(windowBytes);
        }
    }

    @Override
    public void ended() {
        if (listener != null) {
            listener.ended();
        }
    }

    @Override
    public void lost(String reason) {
        assembler.close();
        dropRun();
        if (listener != null) {
            listener.lost(reason);
        }
    }

    private static String percentEncoded(String message) {
        var shown = message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARACTERS));
        var encoded = new StringBuilder();
        for (var b : shown.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append("%%%02X".formatted(b & 0xff));
            }
        }
        return encoded.toString();
    }
}
