package io.mooring.provider.pulumi;

import io.mooring.provider.core.ListenerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import javax.net.ServerSocketFactory;

/// Listens on a free port of the loopback interface from the start: its number can be told, and
/// dialled, before there is a server to accept.
final class LoopbackSocket extends ServerSocket {
    private static final int MOST_WAITING = 50;

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

    /// It is bound already, to the address that the server was told of it.
    @Override
    public void bind(SocketAddress address) {}
}
