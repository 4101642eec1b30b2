package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// A server that stands for a host's API on a loopback port: answers every connection as the test
/// says, and keeps what it was asked.
public final class HostApi implements AutoCloseable {
    /// Answers one request.
    public interface Answer {
        void answer(HttpHead request, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final Answer answer;
    private final Thread accepting;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    final LinkedBlockingQueue<HttpHead> asked = new LinkedBlockingQueue<>();

    public HostApi(Answer answer) throws IOException {
        this.answer = answer;
        accepting = Thread.ofVirtual().start(this::accept);
    }

    /// One that has these texts by their paths, and nothing else.
    public static HostApi of(Map<String, String> known) throws IOException {
        return new HostApi((request, _, out) -> {
            var body = known.get(request.line().split(" ")[1]);
            var text = body == null ? "{\"kind\": \"Status\", \"reason\": \"NotFound\"}" : body;
            var head =
                    "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                            .formatted(body == null ? "404 Not Found" : "200 OK", text.length());
            out.write((head + text).getBytes(StandardCharsets.UTF_8));
        });
    }

    public String kubeconfig() {
        return kubeconfig("http://127.0.0.1:" + listener.getLocalPort());
    }

    static String kubeconfig(String server) {
        return """
        apiVersion: v1
        kind: Config
        current-context: c
        clusters: [{name: c, cluster: {server: "%s"}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        users: [{name: u, user: {token: host-token}}]
        """
                .formatted(server);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var request = HttpHead.read(in);
            asked.add(request);
            answer.answer(request, in, socket.getOutputStream());
        } catch (IOException _) {
            // the test ended it
        } finally {
            open.remove(socket);
        }
    }

    /// A listener goes only when the thread does that waits at it; until then it takes connections.
    private void awaitGone() throws IOException {
        try {
            if (!accepting.join(Duration.ofSeconds(60))) {
                throw new IOException("the listener does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// How many connections there are now.
    int connections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        awaitGone();
        for (var socket : open) {
            socket.close();
        }
    }
}
