package io.mooring.tunnel.testkit;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class when a buffer was garbage-collected without having been released. The
/// module's tests run with paranoid leak detection.
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
    private final List<String> leaks = new CopyOnWriteArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + ": " + records));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (var i = 0; i < 3; i++) {
            System.gc();
            // Netty looks for leaks when something is allocated.
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        if (!leaks.isEmpty()) {
            throw new AssertionError("leaked buffers: " + leaks);
        }
    }
}
