package io.mooring.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The data store of a cluster whose server does not run, for as long as somebody works with it. A
/// store that ends is not started again: then the work has failed.
final class StoreProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(10);

    private final ChildSpec spec;
    private final Spawner spawner = new Spawner();
    private final Process process;
    private final Thread output;
    private volatile String lastLine = "it printed nothing";

    private StoreProcess(ChildSpec spec) throws IOException {
        this.spec = spec;
        this.process = spawner.spawn(spec);
        this.output =
                Thread.ofPlatform().daemon().name(spec.name() + "-output").start(this::follow);
    }

    /// Returns once it listens.
    static StoreProcess start(ChildSpec spec, Path socket) {
        try {
            Files.deleteIfExists(socket);
            var started = new StoreProcess(spec);
            try {
                Await.until(
                        spec.name() + " to listen",
                        START_LIMIT,
                        POLL,
                        () -> unheard(socket),
                        started::ended);
                return started;
            } catch (RuntimeException e) {
                started.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ServerException("starting the data store: " + e.getMessage(), e);
        }
    }

    /// Why nobody listens yet; empty once somebody does. The file is there a moment before that.
    private static String unheard(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected() ? "" : "no connection yet";
        } catch (IOException e) {
            return "no socket that takes connections yet: " + e.getMessage();
        }
    }

    private String ended() {
        return process.isAlive() ? "" : spec.name() + " has ended; its last line: " + lastLine;
    }

    private void follow() {
        try {
            ChildOutput.relay(process.getInputStream(), line -> lastLine = line);
        } catch (IOException e) {
            lastLine = "its output ended: " + e.getMessage();
        }
    }

    /// Ends it in order, so that all it was told is on the disk.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            // not Process.destroy: a process that still logs its end would die of SIGPIPE
            boolean _ = process.toHandle().destroy();
            if (!process.waitFor(spec.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            output.join(spec.patience());
        } catch (InterruptedException _) {
            process.destroyForcibly();
            interrupted = true;
        } finally {
            spawner.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
