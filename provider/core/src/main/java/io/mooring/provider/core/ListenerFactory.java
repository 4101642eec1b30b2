package io.mooring.provider.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ServerSocketFactory;

/// Gives a server the socket that it listens on, where something else than a port has been decided.
public abstract class ListenerFactory extends ServerSocketFactory {

    @Override
    public abstract ServerSocket createServerSocket() throws IOException;

    @Override
    public final ServerSocket createServerSocket(int port) {
        throw new UnsupportedOperationException("where it listens is decided already");
    }

    @Override
    public final ServerSocket createServerSocket(int port, int backlog) {
        return createServerSocket(port);
    }

    @Override
    public final ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        return createServerSocket(port);
    }
}
