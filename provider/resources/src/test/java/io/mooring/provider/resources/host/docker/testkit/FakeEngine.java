package io.mooring.provider.resources.host.docker.testkit;

import io.mooring.kube.HttpHead;
import io.mooring.provider.resources.host.docker.EngineEndpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server of the Engine API on a Unix-domain socket. It can be told to go away after a change, as
/// a machine does whose power fails.
public final class FakeEngine implements AutoCloseable {

    private final Path socket;
    private final ServerSocketChannel channel;
    private final EngineWorld world = new EngineWorld();
    // guarded by world
    private final List<String> changes = new ArrayList<>();
    // guarded by world
    private int changesLeft = Integer.MAX_VALUE;

    /// @param directory an empty one, for the socket
    public FakeEngine(Path directory) throws IOException {
        socket = directory.resolve("engine.sock");
        channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    public EngineEndpoint endpoint() {
        return new EngineEndpoint.OnSocket(socket);
    }

    /// What it has, to be looked at and changed behind its clients' backs.
    public EngineWorld world() {
        return world;
    }

    /// Has it go away, without an answer, when it has made that many changes more.
    public void dieAfter(int count) {
        synchronized (world) {
            changesLeft = count;
        }
    }

    /// Has it answer again.
    public void comeBack() {
        dieAfter(Integer.MAX_VALUE);
    }

    public boolean isAway() {
        synchronized (world) {
            return changesLeft <= 0;
        }
    }

    /// The calls that change something since the last time this was asked.
    public List<String> changes() {
        synchronized (world) {
            var said = List.copyOf(changes);
            changes.clear();
            return said;
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            var in = new BufferedInputStream(Channels.newInputStream(client));
            EngineCall call = EngineCall.read(in);
            if (call.is("POST", "/exec/[^/]+/start")) {
                exec(call, in, Channels.newOutputStream(client));
                return;
            }
            Reply reply;
            synchronized (world) {
                if (changesLeft <= 0) {
                    return;
                }
                reply = world.answer(call);
                if (call.changes()) {
                    changes.add(call.toString());
                    changesLeft--;
                    if (changesLeft <= 0) {
                        return;
                    }
                }
            }
            send(reply, Channels.newOutputStream(client));
        } catch (IOException _) {
            // the client went away
        }
    }

    /// Passes the program's input on until it ends, and then what it says.
    private void exec(EngineCall call, InputStream in, OutputStream out) throws IOException {
        var upgrade =
                List.of(
                        new HttpHead.Field("Connection", "Upgrade"),
                        new HttpHead.Field("Upgrade", "tcp"));
        out.write(new HttpHead("HTTP/1.1 101 UPGRADED", upgrade).bytes());
        out.flush();
        byte[] input = in.readAllBytes();
        synchronized (world) {
            out.write(world.exec(call, input));
        }
        out.flush();
    }

    /// In chunks, as engines do, but for what has no body.
    private static void send(Reply reply, OutputStream out) throws IOException {
        boolean empty = reply.body().length == 0;
        var fields = new ArrayList<HttpHead.Field>();
        fields.add(new HttpHead.Field("Api-Version", "1.41"));
        if (!empty) {
            fields.add(new HttpHead.Field("Transfer-Encoding", "chunked"));
        } else if (reply.status() != 204 && reply.status() != 304) {
            fields.add(new HttpHead.Field("Content-Length", "0"));
        }
        out.write(new HttpHead("HTTP/1.1 " + reply.status() + " So", fields).bytes());
        if (!empty) {
            int half = reply.body().length / 2;
            chunk(out, reply.body(), 0, half);
            chunk(out, reply.body(), half, reply.body().length);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    private static void chunk(OutputStream out, byte[] body, int from, int to) throws IOException {
        if (to > from) {
            String size = Integer.toHexString(to - from) + ";of=it\r\n";
            out.write(size.getBytes(StandardCharsets.US_ASCII));
            out.write(body, from, to - from);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        world.close();
    }
}
