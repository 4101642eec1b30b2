package io.mooring.provider.pulumi;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.mooring.provider.core.ParentProcess;
import io.mooring.provider.core.Registry;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The plugin's process: a server on a free port of the loopback interface whose number is the
/// first line of standard output. Closing it stops the server and every operation.
public final class Plugin implements AutoCloseable {
    /// Held, because a logger nobody holds forgets its level.
    private static final Logger GRPC_LOGGER = Logger.getLogger("io.grpc");

    private final Server server;
    private final ProviderService service;
    private final ExecutorService threads;

    private Plugin(Server server, ProviderService service, ExecutorService threads) {
        this.server = server;
        this.service = service;
        this.threads = threads;
    }

    /// Serves a registry, which is asked for only when the first call needs it.
    ///
    /// @param engineAddress where the engine listens; empty when it will attach itself
    public static Plugin start(Supplier<Registry> registry, String engineAddress)
            throws IOException {
        return start(registry, engineAddress, new LoopbackSocket());
    }

    private static Plugin start(
            Supplier<Registry> registry, String engineAddress, LoopbackSocket socket)
            throws IOException {
        // The engine shows every line of standard error to the user, and probes with calls that do
        // not exist.
        GRPC_LOGGER.setLevel(Level.OFF);
        var service = new ProviderService(registry, Clock.systemUTC(), engineAddress);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server =
                OkHttpServerBuilder.forPort(
                                socket.getLocalSocketAddress(), InsecureServerCredentials.create())
                        .socketFactory(socket.factory())
                        .executor(threads)
                        .maxInboundMessageSize(Channels.LARGEST_MESSAGE_BYTES)
                        .addService(service)
                        .build()
                        .start();
        return new Plugin(server, service, threads);
    }

    /// The port it serves on.
    public int port() {
        return server.getPort();
    }

    /// Serves until the process is killed, or the engine that started it is gone.
    ///
    /// @param arguments the engine's address; none to be attached to
    public static void run(Supplier<Registry> registry, String[] arguments, PrintStream out)
            throws IOException, InterruptedException {
        var engineAddress = arguments.length == 0 ? "" : arguments[arguments.length - 1];
        var parent = ParentProcess.now();
        // The engine dials while the rest is loaded: who dials a socket that listens waits for it.
        var socket = new LoopbackSocket();
        out.println(socket.getLocalPort());
        out.flush();
        var plugin = start(registry, engineAddress, socket);
        if (!engineAddress.isEmpty()) {
            parent.endWithIt();
        }
        plugin.server.awaitTermination();
    }

    @Override
    public void close() {
        service.close();
        server.shutdownNow();
        threads.shutdownNow();
    }
}
