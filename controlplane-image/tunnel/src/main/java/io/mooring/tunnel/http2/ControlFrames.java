package io.mooring.tunnel.http2;

import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/// Reads every frame but DATA: checks what it is allowed to be, and says what it means.
final class ControlFrames implements AutoCloseable {
    private static final int SETTING_BYTES = 6;
    private static final int PRIORITY_BYTES = 5;
    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_FRAME_SIZE = 5;

    /// What the frames mean.
    interface Meaning {
        void headers(int stream, Http2Headers headers, boolean endOfStream) throws Http2Exception;

        /// A request whose headers are more than we said we would read.
        void unreadableHeaders(int stream) throws Http2Exception;

        void reset(int stream, long error) throws Http2Exception;

        void headerTableSize();

        void initialWindow(int bytes) throws Http2Exception;

        void maxFrame(int bytes);

        void settingsRead() throws Http2Exception;

        void ping(long content) throws Http2Exception;

        void pong(long content);

        void windowUpdate(int stream, int bytes) throws Http2Exception;
    }

    private final Meaning meaning;
    private final HeaderBlock block;
    private boolean settled;

    ControlFrames(ByteBufAllocator allocator, int maxHeaderBytes, Meaning meaning) {
        this.meaning = meaning;
        this.block = new HeaderBlock(allocator, maxHeaderBytes, meaning);
    }

    void mayHaveData() throws Http2Exception {
        if (!settled || block.open()) {
            throw connectionError(PROTOCOL_ERROR, "DATA where none may be");
        }
    }

    void read(int type, int flags, int stream, ByteBuf payload) throws Http2Exception {
        if (!settled && (type != FrameType.SETTINGS || flag(flags, FrameType.FLAG_ACK))) {
            throw connectionError(PROTOCOL_ERROR, "the first frame is not SETTINGS");
        }
        if (block.open() != (type == FrameType.CONTINUATION)) {
            throw connectionError(PROTOCOL_ERROR, "header frames do not follow each other");
        }
        switch (type) {
            case FrameType.HEADERS -> headers(flags, stream, payload);
            case FrameType.CONTINUATION ->
                    block.more(stream, payload, flag(flags, FrameType.FLAG_END_HEADERS));
            case FrameType.PRIORITY -> {
                size(payload, PRIORITY_BYTES, type);
                ofStream(stream, true, type);
            }
            case FrameType.RST_STREAM -> {
                size(payload, Integer.BYTES, type);
                ofStream(stream, true, type);
                meaning.reset(stream, payload.readUnsignedInt());
            }
            case FrameType.SETTINGS -> settings(flags, stream, payload);
            case FrameType.PING -> {
                size(payload, Long.BYTES, type);
                ofStream(stream, false, type);
                if (flag(flags, FrameType.FLAG_ACK)) {
                    meaning.pong(payload.readLong());
                } else {
                    meaning.ping(payload.readLong());
                }
            }
            case FrameType.GOAWAY -> ofStream(stream, false, type);
            case FrameType.WINDOW_UPDATE -> {
                size(payload, Integer.BYTES, type);
                meaning.windowUpdate(stream, payload.readInt() & Integer.MAX_VALUE);
            }
            case FrameType.PUSH_PROMISE ->
                    throw connectionError(PROTOCOL_ERROR, "a client cannot push");
            default -> {} // RFC 9113: types that are not known are ignored
        }
    }

    private void headers(int flags, int stream, ByteBuf payload) throws Http2Exception {
        ofStream(stream, true, FrameType.HEADERS);
        var padded = flag(flags, FrameType.FLAG_PADDED);
        var priority = flag(flags, FrameType.FLAG_PRIORITY) ? PRIORITY_BYTES : 0;
        if (payload.readableBytes() < priority + (padded ? 1 : 0)) {
            throw connectionError(FRAME_SIZE_ERROR, "HEADERS is too short for its flags");
        }
        var padding = padded ? payload.readUnsignedByte() : 0;
        payload.skipBytes(priority);
        if (padding > payload.readableBytes()) {
            throw connectionError(PROTOCOL_ERROR, "HEADERS has more padding than content");
        }
        payload.writerIndex(payload.writerIndex() - padding);
        block.begin(
                stream,
                payload,
                flag(flags, FrameType.FLAG_END_STREAM),
                flag(flags, FrameType.FLAG_END_HEADERS));
    }

    private void settings(int flags, int stream, ByteBuf payload) throws Http2Exception {
        ofStream(stream, false, FrameType.SETTINGS);
        if (flag(flags, FrameType.FLAG_ACK)) {
            size(payload, 0, FrameType.SETTINGS);
            return;
        }
        if (payload.readableBytes() % SETTING_BYTES != 0) {
            throw connectionError(FRAME_SIZE_ERROR, "SETTINGS is cut off");
        }
        settled = true;
        while (payload.isReadable()) {
            var id = payload.readUnsignedShort();
            setting(id, payload.readUnsignedInt());
        }
        meaning.settingsRead();
    }

    private void setting(int id, long value) throws Http2Exception {
        switch (id) {
            case 1 -> meaning.headerTableSize();
            case ENABLE_PUSH -> {
                if (value > 1) {
                    throw connectionError(PROTOCOL_ERROR, "ENABLE_PUSH is %d", value);
                }
            }
            case INITIAL_WINDOW_SIZE -> {
                if (value > Integer.MAX_VALUE) {
                    throw connectionError(FLOW_CONTROL_ERROR, "a window of %d bytes", value);
                }
                meaning.initialWindow((int) value);
            }
            case MAX_FRAME_SIZE -> {
                if (value < FrameType.DEFAULT_MAX_FRAME || value > 0xffffff) {
                    throw connectionError(PROTOCOL_ERROR, "frames of %d bytes", value);
                }
                meaning.maxFrame((int) value);
            }
            default -> {} // RFC 9113: settings that are not known are ignored
        }
    }

    private static boolean flag(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private static void size(ByteBuf payload, int bytes, int type) throws Http2Exception {
        if (payload.readableBytes() != bytes) {
            throw connectionError(
                    FRAME_SIZE_ERROR,
                    "a frame of type %d has %d bytes",
                    type,
                    payload.readableBytes());
        }
    }

    private static void ofStream(int stream, boolean wanted, int type) throws Http2Exception {
        if ((stream != 0) != wanted) {
            throw connectionError(
                    PROTOCOL_ERROR, "a frame of type %d belongs to stream %d", type, stream);
        }
    }

    @Override
    public void close() {
        block.close();
    }
}
