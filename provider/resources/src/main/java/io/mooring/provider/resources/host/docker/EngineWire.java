package io.mooring.provider.resources.host.docker;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/// One connection to an engine. It ends by itself after its limit, so that nothing waits for an
/// engine for ever. One thread may read and another write.
final class EngineWire implements AutoCloseable {

    private static final int DIAL_MILLIS = 10_000;

    private final Closeable below;
    private final InputStream in;
    private final OutputStream out;
    private final Ending ending;
    private final Thread guard;
    private volatile boolean expired;

    /// Ends the sending direction alone.
    private interface Ending {
        void run() throws IOException;
    }

    private EngineWire(
            Closeable below, InputStream in, OutputStream out, Ending ending, Duration limit) {
        this.below = below;
        this.in = new BufferedInputStream(in);
        this.out = out;
        this.ending = ending;
        this.guard =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Thread.sleep(limit);
                                expired = true;
                                quietly(below);
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    static EngineWire open(EngineEndpoint endpoint, Duration limit) throws IOException {
        return switch (endpoint) {
            case EngineEndpoint.OnSocket socket -> {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    channel.connect(UnixDomainSocketAddress.of(socket.path()));
                } catch (IOException | RuntimeException e) {
                    quietly(channel);
                    throw e;
                }
                yield new EngineWire(
                        channel,
                        Channels.newInputStream(channel),
                        Channels.newOutputStream(channel),
                        channel::shutdownOutput,
                        limit);
            }
            case EngineEndpoint.OnPort port -> {
                Socket socket = dial(port);
                yield new EngineWire(
                        socket,
                        socket.getInputStream(),
                        socket.getOutputStream(),
                        socket::shutdownOutput,
                        limit);
            }
        };
    }

    private static Socket dial(EngineEndpoint.OnPort port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(port.host(), port.port()), DIAL_MILLIS);
            if (!port.tls()) {
                return socket;
            }
            var secured =
                    (SSLSocket)
                            EngineTls.sockets(port.certificates())
                                    .createSocket(socket, port.host(), port.port(), true);
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.setSoTimeout(DIAL_MILLIS);
            secured.startHandshake();
            secured.setSoTimeout(0);
            return secured;
        } catch (IOException | RuntimeException e) {
            quietly(socket);
            throw e;
        }
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /// Tells the other side that nothing more will come.
    void endOutput() throws IOException {
        ending.run();
    }

    /// Whether it was ended by its limit.
    boolean isExpired() {
        return expired;
    }

    @Override
    public void close() {
        guard.interrupt();
        quietly(below);
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException _) {
            // it is over either way
        }
    }
}
