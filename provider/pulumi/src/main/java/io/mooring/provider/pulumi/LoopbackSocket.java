package io.mooring.provider.pulumi;

import io.mooring.provider.core.ListenerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ServerSocketFactory;

/// Listens on a free port of the loopback interface from the start: its number can be told, and
/// dialled, before there is a server to accept. Nobody but its user and root is served.
final class LoopbackSocket extends ServerSocket {
    private static final int MOST_WAITING = 50;

    private final Callers callers = Callers.ofThisMachine();

    LoopbackSocket() throws IOException {
        super.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_WAITING);
    }

    /// What a server that makes its own socket is given in its place; once.
    ServerSocketFactory factory() {
        return new ListenerFactory() {
            @Override
            public ServerSocket createServerSocket() {
                return LoopbackSocket.this;
            }
        };
    }

    /// Other users of the machine are turned away: they would work with this one's rights.
    @Override
    public Socket accept() throws IOException {
        while (true) {
            var connection = super.accept();
            if (callers.areOurs(connection)) {
                return connection;
            }
            connection.close();
        }
    }

    /// It is bound already, to the address that the server was told of it.
    @Override
    public void bind(SocketAddress address) {}
}
