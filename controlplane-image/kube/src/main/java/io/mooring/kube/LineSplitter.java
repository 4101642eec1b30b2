package io.mooring.kube;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines; bounded, because a line is an object and an object has a
/// limit.
final class LineSplitter {
    private static final int MAX_LINE_BYTES = 8 << 20;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            int b = chunk.get();
            if (b == '\n') {
                var line = pending.toString(StandardCharsets.UTF_8);
                pending.reset();
                if (!line.isBlank()) {
                    lines.accept(line);
                }
            } else {
                pending.write(b);
                if (pending.size() > MAX_LINE_BYTES) {
                    throw new IllegalStateException(
                            "a watch event is longer than " + MAX_LINE_BYTES + " bytes");
                }
            }
        }
    }
}
