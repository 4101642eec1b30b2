package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// What a front sends before its connection is there: the request, and bytes for the target that
/// come early.
final class EarlyBytes {
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /// Takes `more` over, and returns all there is, which stays here.
    ByteBuf add(ByteBufAllocator allocator, ByteBuf more) {
        if (!bytes.isReadable()) {
            bytes.release();
            bytes = allocator.buffer();
        }
        bytes.writeBytes(more);
        more.release();
        return bytes;
    }

    /// Hands over what there is.
    ByteBuf take() {
        var taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }
}
