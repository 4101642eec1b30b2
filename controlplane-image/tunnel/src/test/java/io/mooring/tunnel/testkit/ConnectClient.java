package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// A front that speaks HTTP CONNECT, over a Unix socket or TLS, and reads as kube-apiserver does.
public final class ConnectClient implements AutoCloseable {
    private final ByteChannel channel;
    private String head = "";
    private String afterHead = "";

    private ConnectClient(ByteChannel channel) {
        this.channel = channel;
    }

    /// Connects and writes the request, without reading the answer.
    public static ConnectClient request(Path socket, String text) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        var client = new ConnectClient(channel);
        client.write(text.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /// Asks for a tunnel, without reading the answer.
    public static ConnectClient dialling(Path socket, String address) throws IOException {
        return request(socket, "CONNECT " + address + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    /// Asks for a tunnel over TLS and reads the answer.
    public static ConnectClient connect(SSLContext tls, InetSocketAddress server, String address)
            throws IOException {
        var socket = tls.getSocketFactory().createSocket(server.getAddress(), server.getPort());
        var client = new ConnectClient(new SocketBytes(socket));
        var request = "CONNECT " + address + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        client.write(request.getBytes(StandardCharsets.US_ASCII));
        return client.readHead();
    }

    /// Asks for a tunnel and reads the answer.
    public static ConnectClient connect(Path socket, String address) throws IOException {
        return dialling(socket, address).readHead();
    }

    /// Reads with a buffer of 4096 bytes, as Go's bufio does, until the blank line has come.
    public ConnectClient readHead() throws IOException {
        var gathered = new StringBuilder();
        var buffer = ByteBuffer.allocate(4096);
        while (gathered.indexOf("\r\n\r\n") < 0) {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                break;
            }
            gathered.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        }
        var end = gathered.indexOf("\r\n\r\n");
        head = end < 0 ? gathered.toString() : gathered.substring(0, end + 4);
        afterHead = gathered.substring(head.length());
        return this;
    }

    public String statusLine() {
        return head.lines().findFirst().orElse("");
    }

    public String head() {
        return head;
    }

    /// What came in the same read as the blank line.
    public String afterHead() {
        return afterHead;
    }

    public void write(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Reads exactly that many bytes, or fewer if the connection ends before.
    public byte[] read(int count) throws IOException {
        var buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            continue;
        }
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    public String echo(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        write(bytes);
        return new String(read(bytes.length), StandardCharsets.US_ASCII);
    }

    /// True when the peer has closed; waits for it.
    public boolean ended() throws IOException {
        try {
            return read(1).length == 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// A socket's streams as a channel.
    private record SocketBytes(Socket socket) implements ByteChannel {
        @Override
        public int read(ByteBuffer into) throws IOException {
            var bytes = new byte[into.remaining()];
            var count = socket.getInputStream().read(bytes);
            into.put(bytes, 0, Math.max(0, count));
            return count;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            var bytes = new byte[from.remaining()];
            from.get(bytes);
            socket.getOutputStream().write(bytes);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
