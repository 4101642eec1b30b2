package io.mooring.kube;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A connection to an API server on which one request has been sent and nothing been read yet.
///
/// One thread may read and another write. Whoever opened it closes it, from any thread, which ends
/// both at once.
public final class RawConnection implements AutoCloseable {
    private static final int MOST_TEXT = 64 * 1024;
    private static final int TEXT_MILLIS = 5000;

    private final Socket dialled;
    private final Socket socket;
    private final InputStream in;

    /// @param dialled what is below `socket`, or the same
    RawConnection(Socket dialled, Socket socket) throws IOException {
        this.dialled = dialled;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// The head of the answer. Call it first; waits for as long as it takes.
    public HttpHead answer() throws IOException {
        return HttpHead.read(in);
    }

    /// What follows the head of the answer, as it comes.
    public InputStream in() {
        return in;
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /// What is said in an answer that is no success: the API's own words, or those of a kubelet
    /// that it passes on as they are. Ends the connection's use.
    public String refusal(HttpHead answer) throws IOException {
        socket.setSoTimeout(TEXT_MILLIS);
        var text =
                text(answer.first("Content-Length").map(RawConnection::length).orElse(MOST_TEXT));
        try {
            // whatever frames it: chunks, if their lengths are not within
            var object = text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1);
            return KubeObject.parse(object).text("message").orElse(answer.line());
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
            return text.isBlank() ? answer.line() : text.strip();
        }
    }

    private String text(int most) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            while (bytes.size() < most) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                bytes.write(next);
            }
        } catch (SocketTimeoutException _) {
            // nothing says where it ends: what has come is enough
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int length(String text) {
        return text.matches("[0-9]{1,8}") ? Math.min(MOST_TEXT, Integer.parseInt(text)) : 0;
    }

    /// The connection below TLS: it says no farewell, which could block.
    @Override
    public void close() {
        try {
            dialled.close();
        } catch (IOException _) {
            // it is over either way
        }
    }
}
