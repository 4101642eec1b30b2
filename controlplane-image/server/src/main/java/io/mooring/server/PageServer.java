package io.mooring.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers GETs of a few short pages over HTTP/1.1, one request a connection.
final class PageServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MAX_CONNECTIONS = 64;
    private static final int REQUEST_BYTES = 8192;

    private final Function<String, Page> pages;
    private final ServerSocketChannel channel;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

    private PageServer(Function<String, Page> pages, ServerSocketChannel channel) {
        this.pages = pages;
        this.channel = channel;
    }

    /// @param pages the page of a path; called on many threads
    static PageServer onPort(String name, Function<String, Page> pages, InetSocketAddress address)
            throws IOException {
        return serve(name, pages, ServerSocketChannel.open().bind(address));
    }

    /// The socket is for its owner alone; one that was left there is replaced.
    static PageServer onSocket(String name, Function<String, Page> pages, Path socket)
            throws IOException {
        Files.deleteIfExists(socket);
        var opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        return serve(name, pages, opened);
    }

    private static PageServer serve(
            String name, Function<String, Page> pages, ServerSocketChannel channel) {
        var server = new PageServer(pages, channel);
        Thread.ofPlatform().daemon().name(name).start(server::accept);
        return server;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a page server", e);
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().start(() -> answer(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("accepting a request, again in {}: {}", PAUSE, e.getMessage());
                    pause();
                }
            }
        }
    }

    /// What is in the way, too many open files for one, seldom goes at once.
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            List<String> request = List.of(requestLine(client).split(" ", 3));
            String target = request.size() > 1 ? request.get(1) : "";
            String path = target.split("\\?", 2)[0];
            write(client, ByteBuffer.wrap(pages.apply(path).response()));
        } catch (IOException e) {
            LOG.debug("a client went away: {}", e.getMessage());
        } finally {
            connections.release();
        }
    }

    private static String requestLine(SocketChannel client) throws IOException {
        var buffer = ByteBuffer.allocate(REQUEST_BYTES);
        while (buffer.hasRemaining() && client.read(buffer) > 0) {
            String text =
                    new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return text.lines().findFirst().orElse("");
            }
        }
        return "";
    }

    private static void write(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }
}
