package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP server on loopback for agents to dial. After its close it takes no connection.
public final class Target implements AutoCloseable {
    /// What a target does with one connection.
    public interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket listener;
    private final List<Socket> clients = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private Optional<Thread> acceptor = Optional.empty();

    private Target(ServerSocket listener) {
        this.listener = listener;
    }

    public static Target echo() throws IOException {
        return serving(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    /// Speaks first, then echoes.
    public static Target banner(String text) throws IOException {
        return serving(socket -> {
            socket.getOutputStream().write(text.getBytes());
            socket.getInputStream().transferTo(socket.getOutputStream());
        });
    }

    /// Sends that many bytes as fast as it can, then closes.
    public static Target flood(long bytes) throws IOException {
        return serving(socket -> {
            var chunk = new byte[1 << 16];
            for (var sent = 0L; sent < bytes; sent += chunk.length) {
                socket.getOutputStream().write(chunk);
            }
        });
    }

    /// The same after it has been sent a byte.
    public static Target floodOnceAsked(int bytes) throws IOException {
        return serving(socket -> {
            if (socket.getInputStream().read() >= 0) {
                socket.getOutputStream().write(new byte[bytes]);
            }
        });
    }

    /// Answers no connection request at all: its backlog is full and never accepted from.
    public static Target full() throws IOException {
        var target = new Target(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (var i = 0; i < 2; i++) {
            target.clients.add(new Socket(InetAddress.getLoopbackAddress(), target.port()));
        }
        return target;
    }

    public static Target serving(Behaviour behaviour) throws IOException {
        var target = new Target(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
        target.acceptor = Optional.of(Thread.ofVirtual().start(() -> target.accept(behaviour)));
        return target;
    }

    private void accept(Behaviour behaviour) {
        try {
            while (true) {
                var socket = listener.accept();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(behaviour, socket));
            }
        } catch (IOException e) {
            return;
        }
    }

    private void serve(Behaviour behaviour, Socket socket) {
        try (socket) {
            behaviour.serve(socket);
        } catch (IOException e) {
            return;
        } finally {
            open.decrementAndGet();
        }
    }

    public int openConnections() {
        return open.get();
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        acceptor.ifPresent(Target::awaitEnd);
        for (var client : clients) {
            client.close();
        }
    }

    /// The kernel takes connections until the thread that accepts them has let go of the listener.
    private static void awaitEnd(Thread acceptor) {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
