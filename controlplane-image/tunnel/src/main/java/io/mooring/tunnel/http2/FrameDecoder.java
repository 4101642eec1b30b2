package io.mooring.tunnel.http2;

import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Cuts what a client sends into frames. Not thread-safe; the owner closes it.
///
/// The content of a DATA frame is handed on piece by piece as it arrives, where it lies. A frame of
/// another kind is handed on whole, and gathered into a buffer of its own, of 16 KiB at most, only
/// when it came in pieces.
final class FrameDecoder implements AutoCloseable {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// What frames are given to.
    interface Frames {
        /// A DATA frame starts that takes that much of the windows.
        void dataBegins(int stream, int windowBytes) throws Http2Exception;

        /// The next `length` bytes of `in` are content. Leaves the indices of `in` alone.
        void data(int stream, ByteBuf in, int length) throws Http2Exception;

        void dataEnds(int stream, int windowBytes, boolean endOfStream) throws Http2Exception;
    }

    private final ByteBufAllocator allocator;
    private final Frames frames;
    private final ControlFrames control;
    private final byte[] header = new byte[FrameType.HEADER_BYTES];
    private int headerBytes;
    private int prefaceBytes;
    private boolean inFrame;
    private boolean padLengthDue;
    private int length;
    private int type;
    private int flags;
    private int stream;
    private int left;
    private int padding;
    private @Nullable ByteBuf gathered;
    private boolean closed;

    FrameDecoder(ByteBufAllocator allocator, Frames frames, ControlFrames control) {
        this.allocator = allocator;
        this.frames = frames;
        this.control = control;
    }

    /// Reads all of `in`, which stays the caller's.
    void feed(ByteBuf in) throws Http2Exception {
        preface(in);
        while (!closed) {
            if (!inFrame) {
                if (!header(in)) {
                    return;
                }
                inFrame = true;
                begin();
            }
            if (!(type == FrameType.DATA ? data(in) : other(in))) {
                return;
            }
        }
    }

    private void preface(ByteBuf in) throws Http2Exception {
        while (prefaceBytes < PREFACE.length && in.isReadable()) {
            if (in.readByte() != PREFACE[prefaceBytes++]) {
                throw connectionError(PROTOCOL_ERROR, "the client does not speak HTTP/2");
            }
        }
    }

    private boolean header(ByteBuf in) {
        if (headerBytes == 0 && in.readableBytes() >= FrameType.HEADER_BYTES) {
            var first = in.readLong();
            length = (int) (first >>> 40);
            type = (int) (first >>> 32) & 0xff;
            flags = (int) (first >>> 24) & 0xff;
            stream = (int) first << 8 & Integer.MAX_VALUE | in.readUnsignedByte();
            return true;
        }
        return headerInPieces(in);
    }

    private boolean headerInPieces(ByteBuf in) {
        while (headerBytes < header.length) {
            if (!in.isReadable()) {
                return false;
            }
            var count = Math.min(header.length - headerBytes, in.readableBytes());
            in.readBytes(header, headerBytes, count);
            headerBytes += count;
        }
        headerBytes = 0;
        length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
        type = header[3] & 0xff;
        flags = header[4] & 0xff;
        stream =
                (header[5] & 0x7f) << 24
                        | (header[6] & 0xff) << 16
                        | (header[7] & 0xff) << 8
                        | header[8] & 0xff;
        return true;
    }

    private void begin() throws Http2Exception {
        if (length > FrameType.DEFAULT_MAX_FRAME) {
            throw connectionError(FRAME_SIZE_ERROR, "a frame has %d bytes", length);
        }
        left = length;
        padding = 0;
        if (type == FrameType.DATA) {
            control.mayHaveData();
            padLengthDue = (flags & FrameType.FLAG_PADDED) != 0;
            if (padLengthDue && length == 0) {
                throw connectionError(FRAME_SIZE_ERROR, "a padded frame says no pad length");
            }
            frames.dataBegins(stream, length);
        }
    }

    private boolean data(ByteBuf in) throws Http2Exception {
        if (padLengthDue) {
            if (!in.isReadable()) {
                return false;
            }
            padLengthDue = false;
            padding = in.readUnsignedByte();
            left--;
            if (padding > left) {
                throw connectionError(PROTOCOL_ERROR, "a frame has more padding than content");
            }
        }
        var content = Math.min(left - padding, in.readableBytes());
        if (content > 0) {
            left -= content;
            frames.data(stream, in, content);
            in.skipBytes(content);
        }
        if (left <= padding) {
            var skipped = Math.min(left, in.readableBytes());
            in.skipBytes(skipped);
            left -= skipped;
            padding = left;
        }
        if (left > 0) {
            return false;
        }
        inFrame = false;
        frames.dataEnds(stream, length, (flags & FrameType.FLAG_END_STREAM) != 0);
        return true;
    }

    private boolean other(ByteBuf in) throws Http2Exception {
        if (gathered == null && in.readableBytes() >= length) {
            inFrame = false;
            control.read(type, flags, stream, in.readSlice(length));
            return true;
        }
        var whole = gathered == null ? allocator.buffer(length) : gathered;
        gathered = whole;
        whole.writeBytes(in, Math.min(length - whole.readableBytes(), in.readableBytes()));
        if (whole.readableBytes() < length) {
            return false;
        }
        inFrame = false;
        gathered = null;
        try {
            control.read(type, flags, stream, whole);
        } finally {
            whole.release();
        }
        return true;
    }

    /// Reads no more, and gives back what it held.
    @Override
    public void close() {
        closed = true;
        control.close();
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
