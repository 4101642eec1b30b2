package io.mooring.provider.resources.host.docker.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What containers without a terminal say, as engines pass it on.
final class Frames {

    private Frames() {}

    /// Lines of a log, every other one as an error.
    static byte[] of(String log) {
        var frames = new ByteArrayOutputStream();
        int stream = 1;
        for (String line : log.lines().toList()) {
            frames.writeBytes(one(stream, line + "\n"));
            stream = 3 - stream;
        }
        return frames.toByteArray();
    }

    static byte[] one(int stream, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .put((byte) stream)
                .putInt(4, text.length)
                .position(8)
                .put(text)
                .array();
    }
}
