package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import io.mooring.kube.HttpHead.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Why something is not answered.
///
/// @param status of HTTP
public record Refusal(int status, String message) {

    void write(OutputStream out) throws IOException {
        write(out, status + " Refused", "text/plain; charset=utf-8", message);
    }

    /// Writes a whole answer, after which nothing comes.
    static void write(OutputStream out, String status, String type, String text)
            throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var fields =
                List.of(
                        new Field("Connection", "close"),
                        new Field("Content-Type", type),
                        new Field("Content-Length", Integer.toString(bytes.length)));
        out.write(new HttpHead("HTTP/1.1 " + status, fields).bytes());
        out.write(bytes);
        out.flush();
    }
}
