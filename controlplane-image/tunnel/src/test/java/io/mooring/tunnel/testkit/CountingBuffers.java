package io.mooring.tunnel.testkit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/// An allocator that knows exactly whether anything of it is still held.
public final class CountingBuffers {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, false);

    public ByteBufAllocator allocator() {
        return allocator;
    }

    /// Bytes allocated and not released.
    public long held() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }
}
