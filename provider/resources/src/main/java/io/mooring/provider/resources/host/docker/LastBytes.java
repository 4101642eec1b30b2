package io.mooring.provider.resources.host.docker;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The end of what was written. A container may say any amount.
final class LastBytes extends OutputStream {

    private static final int MOST = 64 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int next) {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        kept.write(bytes, offset, length);
        if (kept.size() > 2 * MOST) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.writeBytes(Arrays.copyOfRange(all, all.length - MOST, all.length));
        }
    }

    String text() {
        byte[] all = kept.toByteArray();
        return new String(
                all,
                Math.max(0, all.length - MOST),
                Math.min(all.length, MOST),
                StandardCharsets.UTF_8);
    }
}
