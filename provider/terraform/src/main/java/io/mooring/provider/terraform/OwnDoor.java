package io.mooring.provider.terraform;

import io.mooring.provider.core.ListenerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Unix-domain socket in a new directory that nobody but its user may enter: whoever reaches it
/// is that user, or root. Both are gone when it is closed, or else with the process.
final class OwnDoor extends ListenerFactory {
    private final Path directory;
    private final UnixDomainSocketAddress address;

    private OwnDoor(Path directory) {
        this.directory = directory;
        this.address = UnixDomainSocketAddress.of(directory.resolve("provider.sock"));
    }

    static OwnDoor make() throws IOException {
        // Where files have owners, the JDK gives it to its owner alone.
        var door = new OwnDoor(Files.createTempDirectory("mooring-provider-"));
        // In the reverse of this order, where a signal ends the process.
        door.directory.toFile().deleteOnExit();
        door.address.getPath().toFile().deleteOnExit();
        return door;
    }

    /// Where it is.
    UnixDomainSocketAddress address() {
        return address;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new Listener();
    }

    private void remove() {
        try {
            Files.deleteIfExists(address.getPath());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What gRPC's server calls of a ServerSocket.
    private final class Listener extends ServerSocket {
        private final ServerSocketChannel channel =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX);

        Listener() throws IOException {}

        @Override
        public void bind(SocketAddress endpoint) throws IOException {
            var _ = channel.bind(endpoint);
        }

        @Override
        public Socket accept() throws IOException {
            return new ChannelSocket(channel.accept());
        }

        @Override
        public SocketAddress getLocalSocketAddress() {
            return address;
        }

        @Override
        public boolean isClosed() {
            return !channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
            remove();
        }
    }
}
