package io.mooring.registry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Stands before a server, hears the requests that go to it, and breaks a connection when told to.
public final class BreakingProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 4096;

    private final String to;
    private final ServerSocket door;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Runnable> deeds = new ConcurrentHashMap<>();
    private final AtomicLong untilBroken = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong sent = new AtomicLong();

    private BreakingProxy(String to, ServerSocket door) {
        this.to = to;
        this.door = door;
    }

    /// @param to HOST:PORT
    public static BreakingProxy before(String to) {
        try {
            var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var proxy = new BreakingProxy(to, door);
            Thread.ofVirtual().start(proxy::serve);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /// Breaks the connection over which so many more bytes have come from clients, once.
    public void breakAfter(long bytes) {
        untilBroken.set(bytes);
    }

    /// Does something once, before the next request of that method goes on.
    public void before(String method, Runnable deed) {
        deeds.put(method, deed);
    }

    /// The first lines of the requests since the last call, without what stands behind a `?`.
    public List<String> requests() {
        synchronized (requests) {
            var seen = List.copyOf(requests);
            requests.clear();
            return seen;
        }
    }

    /// How many bytes clients have sent.
    public long sentBytes() {
        return sent.get();
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                String[] address = to.split(":", 2);
                var server = new Socket(address[0], Integer.parseInt(address[1]));
                Thread.ofVirtual().start(() -> copyRequests(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void copyRequests(Socket client, Socket server) {
        try (client;
                server) {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                note(buffer, read);
                sent.addAndGet(read);
                long left = untilBroken.addAndGet(-read);
                if (left < 0) {
                    untilBroken.set(Long.MAX_VALUE);
                    out.write(buffer, 0, (int) Math.max(0, read + left));
                    out.flush();
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException _) {
            // the other side is gone
        }
    }

    /// Clients send a request's head in one piece.
    private void note(byte[] buffer, int read) {
        var head =
                new String(
                        buffer,
                        0,
                        Math.min(read, 400),
                        java.nio.charset.StandardCharsets.ISO_8859_1);
        var line = head.lines().findFirst().orElse("");
        if (line.matches("(GET|HEAD|POST|PATCH|PUT|DELETE) /.* HTTP/1.1")) {
            Optional.ofNullable(deeds.remove(line.replaceFirst(" .*", "")))
                    .ifPresent(Runnable::run);
            requests.add(line.replaceFirst(" HTTP/1.1$", "").replaceFirst("\\?.*", ""));
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // the other side is gone
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
