package io.mooring.acceptance.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A program that hands connections to several ports of loopback by turns. Arguments: the port to
/// listen on, those to lead to.
final class TurnRelay {

    private TurnRelay() {}

    public static void main(String[] ports) throws IOException {
        try (var listener = new ServerSocket(Integer.parseInt(ports[0]))) {
            for (int turn = 0; true; turn++) {
                Socket client = listener.accept();
                int port = Integer.parseInt(ports[1 + turn % (ports.length - 1)]);
                Thread.ofVirtual().start(() -> relay(client, port));
            }
        }
    }

    private static void relay(Socket client, int port) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
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
}
