package io.mooring.kube;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines; bounded, because a line is an object and an object has a
/// limit.
final class LineSplitter {
    private static final int MAX_LINE_BYTES = 8 << 20;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Consumer<byte[]> lines;

    LineSplitter(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    void accept(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            int end = end(chunk);
            append(chunk, (end < 0 ? chunk.limit() : end) - chunk.position());
            if (end >= 0) {
                chunk.position(end + 1);
                var line = pending.toByteArray();
                pending.reset();
                if (!isBlank(line)) {
                    lines.accept(line);
                }
            }
        }
    }

    private static int end(ByteBuffer chunk) {
        for (int i = chunk.position(); i < chunk.limit(); i++) {
            if (chunk.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void append(ByteBuffer chunk, int length) {
        if (pending.size() + length > MAX_LINE_BYTES) {
            throw new IllegalStateException(
                    "a watch event is longer than " + MAX_LINE_BYTES + " bytes");
        }
        var bytes = new byte[length];
        chunk.get(bytes);
        pending.writeBytes(bytes);
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }
}
