package io.mooring.provider.resources.host.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body that comes in chunks, as HTTP/1.1 has them.
final class Chunks extends InputStream {

    private static final int LONGEST_LINE = 4096;

    private final InputStream in;
    private Bounded chunk = new Bounded(InputStream.nullInputStream(), 0);
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : chunk.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        return isAtEnd() ? -1 : chunk.read(into, offset, length);
    }

    private boolean isAtEnd() throws IOException {
        if (!ended && chunk.left() == 0) {
            if (!first) {
                line();
            }
            first = false;
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("\"%s\" is no size of a chunk".formatted(size));
            }
            chunk = new Bounded(in, Long.parseLong(size, 16));
            if (chunk.left() == 0) {
                ended = true;
                while (!line().isEmpty()) {
                    // a trailer, which says nothing of use
                }
            }
        }
        return ended;
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended within a chunked body");
            }
            if (text.length() > LONGEST_LINE) {
                throw new IOException("a chunk's head is too long");
            }
            if (next != '\r') {
                text.append((char) next);
            }
        }
        return text.toString();
    }
}
