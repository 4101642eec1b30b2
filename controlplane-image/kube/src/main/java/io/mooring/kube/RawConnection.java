package io.mooring.kube;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
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

    /// What the API says in an answer that is no success, in its words; ends the connection's use.
    public String refusal(HttpHead answer) throws IOException {
        socket.setSoTimeout(TEXT_MILLIS);
        int length = answer.first("Content-Length").map(RawConnection::length).orElse(MOST_TEXT);
        var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        try {
            // whatever frames it: chunks, if their lengths are not within
            var object = text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1);
            return KubeObject.parse(object).text("message").orElse(answer.line());
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
            return answer.line();
        }
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
