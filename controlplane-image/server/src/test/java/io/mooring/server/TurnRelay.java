package io.mooring.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;

/// Hands connections to several servers by turns, as the Service before replicas does.
final class TurnRelay implements AutoCloseable {

    private final ServerSocket listener;
    private final Supplier<List<InetSocketAddress>> servers;

    /// @param servers those that are there now
    TurnRelay(String address, Supplier<List<InetSocketAddress>> servers) throws IOException {
        this.listener = new ServerSocket();
        this.listener.bind(new InetSocketAddress(address, 0));
        this.servers = servers;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            for (int turn = 0; true; turn++) {
                Socket client = listener.accept();
                List<InetSocketAddress> now = servers.get();
                InetSocketAddress server = now.get(turn % now.size());
                Thread.ofVirtual().start(() -> relay(client, server));
            }
        } catch (IOException _) {
            return;
        }
    }

    private static void relay(Socket client, InetSocketAddress address) {
        try (client;
                var server = new Socket(address.getAddress(), address.getPort())) {
            Thread back = Thread.ofVirtual().start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException _) {
            return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
