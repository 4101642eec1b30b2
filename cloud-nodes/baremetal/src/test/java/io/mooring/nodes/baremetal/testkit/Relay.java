package io.mooring.nodes.baremetal.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A port of loopback that leads to the SSH server of a machine in a network namespace, until it is
/// cut.
public final class Relay implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final String namespace;
    private final ServerSocket server;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicLong cutAt = new AtomicLong(NEVER);
    private volatile boolean refuses;

    Relay(String namespace) {
        this.namespace = namespace;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /// Ends the first connection over which so many bytes have gone to the machine.
    public void cutOnceAfter(long bytes) {
        cutAt.set(bytes);
    }

    public boolean wasCut() {
        return cutAt.get() == NEVER;
    }

    /// Ends every connection, and takes no other.
    public void cut() {
        refuses = true;
        lines.forEach(Line::close);
    }

    public void mend() {
        refuses = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                if (refuses) {
                    caller.close();
                } else {
                    lines.add(new Line(caller));
                }
            } catch (IOException _) {
                // closed
            }
        }
    }

    private final class Line {
        private final Socket caller;
        private final Process machine;

        Line(Socket caller) throws IOException {
            this.caller = caller;
            this.machine =
                    new ProcessBuilder(
                                    "nsenter",
                                    "--net=/run/netns/" + namespace,
                                    "socat",
                                    "STDIO",
                                    "TCP:127.0.0.1:22")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Thread.ofVirtual().start(() -> carry(true));
            Thread.ofVirtual().start(() -> carry(false));
        }

        private void carry(boolean toMachine) {
            try (InputStream in = toMachine ? caller.getInputStream() : machine.getInputStream();
                    OutputStream out =
                            toMachine ? machine.getOutputStream() : caller.getOutputStream()) {
                byte[] bytes = new byte[4096];
                long carried = 0;
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    carried += read;
                    long limit = cutAt.get();
                    if (toMachine && carried >= limit && cutAt.compareAndSet(limit, NEVER)) {
                        break;
                    }
                    out.write(bytes, 0, read);
                    out.flush();
                }
            } catch (IOException _) {
                // one end has gone
            } finally {
                close();
            }
        }

        void close() {
            lines.remove(this);
            machine.destroy();
            try {
                caller.close();
            } catch (IOException _) {
                // it is of no use any more
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
