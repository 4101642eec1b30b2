package io.mooring.tunnel.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/// The headers being read: a HEADERS frame and its CONTINUATIONs, of which there may be few.
final class HeaderBlock implements AutoCloseable {
    private static final int MAX_CONTINUATIONS = 8;

    private final ByteBufAllocator allocator;
    private final int maxBytes;
    private final ControlFrames.Meaning meaning;
    private @Nullable DefaultHttp2HeadersDecoder decoder;
    private @Nullable ByteBuf gathered;
    private int continuations;
    private int stream;
    private boolean endOfStream;

    HeaderBlock(ByteBufAllocator allocator, int maxBytes, ControlFrames.Meaning meaning) {
        this.allocator = allocator;
        this.maxBytes = maxBytes;
        this.meaning = meaning;
    }

    boolean open() {
        return gathered != null;
    }

    void begin(int ofStream, ByteBuf fragment, boolean lastOfStream, boolean whole)
            throws Http2Exception {
        stream = ofStream;
        endOfStream = lastOfStream;
        if (whole) {
            decode(fragment);
        } else {
            continuations = 0;
            gathered = allocator.buffer(fragment.readableBytes()).writeBytes(fragment);
        }
    }

    void more(int ofStream, ByteBuf fragment, boolean whole) throws Http2Exception {
        var block = gathered;
        if (block == null || ofStream != stream) {
            throw connectionError(PROTOCOL_ERROR, "CONTINUATION of another stream");
        }
        if (++continuations > MAX_CONTINUATIONS
                || block.readableBytes() + fragment.readableBytes() > maxBytes) {
            throw connectionError(ENHANCE_YOUR_CALM, "headers of stream %d do not end", stream);
        }
        block.writeBytes(fragment);
        if (whole) {
            gathered = null;
            try {
                decode(block);
            } finally {
                block.release();
            }
        }
    }

    private void decode(ByteBuf block) throws Http2Exception {
        var hpack = decoder == null ? new DefaultHttp2HeadersDecoder(true, maxBytes) : decoder;
        decoder = hpack;
        Http2Headers headers;
        try {
            headers = hpack.decodeHeaders(stream, block);
        } catch (Http2Exception.StreamException _) {
            meaning.unreadableHeaders(stream);
            return;
        } catch (Http2Exception e) {
            // its own message shows a buffer's inside to the client
            throw connectionError(e.error(), e, "headers of stream %d cannot be decoded", stream);
        }
        meaning.headers(stream, headers, endOfStream);
    }

    @Override
    public void close() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }
}
