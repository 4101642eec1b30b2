package io.mooring.provider.resources.host.docker;

import io.mooring.kube.HttpHead;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// An answer of which the head has been read, and the body comes as it is read.
record EngineAnswer(int status, InputStream body, EngineWire wire) implements AutoCloseable {

    static EngineAnswer read(EngineWire wire) throws IOException {
        HttpHead head = HttpHead.read(wire.in());
        int status = head.status();
        while (status == 100) {
            head = HttpHead.read(wire.in());
            status = head.status();
        }
        return new EngineAnswer(status, body(head, status, wire.in()), wire);
    }

    private static InputStream body(HttpHead head, int status, InputStream in) throws IOException {
        if (status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        String coding = head.first("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) {
            return new Chunks(in);
        }
        String length = head.first("Content-Length").orElse("");
        if (!length.matches("[0-9]{1,15}")) {
            // it ends with the connection
            return in;
        }
        return new Bounded(in, Long.parseLong(length));
    }

    boolean isSuccess() {
        return status < 400;
    }

    @Override
    public void close() {
        wire.close();
    }
}
