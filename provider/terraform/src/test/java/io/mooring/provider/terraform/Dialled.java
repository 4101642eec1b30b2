package io.mooring.provider.terraform;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.SocketFactory;

/// Connections to a Unix-domain socket, whatever they are asked for.
final class Dialled extends SocketFactory {
    private final UnixDomainSocketAddress address;

    private Dialled(UnixDomainSocketAddress address) {
        this.address = address;
    }

    /// A connection as Terraform makes it when it attaches itself.
    static ManagedChannel channel(Path socket) {
        return OkHttpChannelBuilder.forAddress("localhost", 1)
                .usePlaintext()
                .socketFactory(new Dialled(UnixDomainSocketAddress.of(socket)))
                .build();
    }

    private Socket dial() throws IOException {
        return new ChannelSocket(SocketChannel.open(address));
    }

    @Override
    public Socket createSocket() throws IOException {
        return dial();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return dial();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress own, int ownPort)
            throws IOException {
        return dial();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return dial();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress own, int ownPort)
            throws IOException {
        return dial();
    }
}
