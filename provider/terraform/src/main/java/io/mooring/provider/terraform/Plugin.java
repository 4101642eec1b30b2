package io.mooring.provider.terraform;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.okhttp.SslSocketFactoryServerCredentials;
import io.mooring.provider.core.ParentProcess;
import io.mooring.provider.core.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The plugin's process: a server on a free port of the loopback interface, for the one client
/// whose certificate is in the environment; or one on a socket of the user's own, for all of this
/// user's commands. Closing it stops the server and every operation.
final class Plugin implements AutoCloseable {
    private static final int LARGEST_MESSAGE_BYTES = 64 << 20;
    static final String COOKIE = "TF_PLUGIN_MAGIC_COOKIE";
    static final String COOKIE_VALUE =
            "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
    private static final String PROTOCOL = "6";

    /// Terraform kills a plugin that has not ended two seconds after it was told to.
    private static final int LAST_ANSWERS_MS = 1000;

    private final Server server;
    private final ExecutorService threads;
    private final CompletableFuture<Void> end;

    /// Logging is begun with gRPC, and not before: it takes as long as all of that.
    private static final class Grpc {
        /// Held, because a logger nobody holds forgets its level.
        static final Logger LOGGER = Logger.getLogger("io.grpc");
    }

    private Plugin(Server server, ExecutorService threads, CompletableFuture<Void> end) {
        this.server = server;
        this.threads = threads;
        this.end = end;
    }

    /// Serves a registry, which is asked for only when the first call needs it, to every process of
    /// this user: for a Terraform that is told to attach itself. It would work with this user's
    /// rights and credentials for others too, so they do not reach it.
    static Plugin startOwn(Supplier<Registry> registry) throws IOException {
        var door = OwnDoor.make();
        return start(
                registry,
                OkHttpServerBuilder.forPort(door.address(), InsecureServerCredentials.create())
                        .socketFactory(door));
    }

    /// Serves every Terraform that has in its environment what is printed, until the input ends.
    ///
    /// @param source what programs call the provider, as in `mooring/mooring`
    static void stay(Supplier<Registry> registry, String source, InputStream in, PrintStream out)
            throws IOException {
        try (var plugin = startOwn(registry)) {
            out.println("export TF_REATTACH_PROVIDERS='" + plugin.reattachment(source) + "'");
            out.flush();
            var _ = in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /// How a Terraform finds it, which leaves it running.
    String reattachment(String source) {
        return """
        {"%s": {"Protocol": "grpc", "ProtocolVersion": %s, "Pid": %d, "Test": true, \
        "Addr": {"Network": "unix", "String": "%s"}}}\
        """
                .formatted(source, PROTOCOL, ProcessHandle.current().pid(), socket());
    }

    private static Plugin start(Supplier<Registry> registry, ServerCredentials credentials)
            throws IOException {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return start(registry, OkHttpServerBuilder.forPort(loopback, credentials));
    }

    private static Plugin start(Supplier<Registry> registry, OkHttpServerBuilder builder)
            throws IOException {
        Grpc.LOGGER.setLevel(Level.OFF);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var end = new CompletableFuture<Void>();
        var server =
                builder.executor(threads)
                        .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                        .addTransportFilter(new Connection.Opened())
                        .intercept(new Connection.Called())
                        .addService(ProviderService.of(registry, Clock.systemUTC()))
                        .addServices(GoPluginServices.all(end))
                        .build()
                        .start();
        return new Plugin(server, threads, end);
    }

    /// The socket it serves its user on.
    Path socket() {
        return ((UnixDomainSocketAddress) server.getListenSockets().getFirst()).getPath();
    }

    /// Serves until Terraform says that it is done, or is gone.
    ///
    /// @return the exit code
    static int run(
            Supplier<Registry> registry,
            Map<String, String> environment,
            PrintStream out,
            PrintStream err)
            throws IOException, InterruptedException {
        var client = environment.getOrDefault("PLUGIN_CLIENT_CERT", "");
        if (!COOKIE_VALUE.equals(environment.get(COOKIE)) || client.isEmpty()) {
            err.println(
                    "This is a plugin of Terraform and OpenTofu, which start it themselves. To try it, name its directory under dev_overrides in the CLI's configuration file.");
            return 1;
        }
        var versions = environment.getOrDefault("PLUGIN_PROTOCOL_VERSIONS", PROTOCOL);
        if (!Arrays.asList(versions.split(",")).contains(PROTOCOL)) {
            err.println(
                    "This provider speaks plugin protocol 6, and this Terraform only %s: use Terraform 1.0 or newer."
                            .formatted(versions));
            return 1;
        }
        OneClient terraform;
        try {
            terraform = OneClient.with(client);
        } catch (CertificateException malformed) {
            err.println(
                    "This plugin cannot tell Terraform from others by PLUGIN_CLIENT_CERT, in which Terraform hands it a certificate: %s. It may have been changed on its way by a script that starts the plugin."
                            .formatted(malformed.getMessage()));
            return 1;
        }
        // Takes the longest, and nothing but the handshake line needs it: beside all else.
        var certificate =
                CompletableFuture.supplyAsync(
                        () -> ServerCertificate.make(Clock.systemUTC()),
                        work -> Thread.ofPlatform().daemon().name("certificate").start(work));
        var parent = ParentProcess.now();
        var tls = new MutualTls(certificate, terraform);
        try (var plugin = start(registry, SslSocketFactoryServerCredentials.create(tls))) {
            out.println(
                    "1|%s|tcp|127.0.0.1:%d|grpc|%s"
                            .formatted(
                                    PROTOCOL,
                                    plugin.server.getPort(),
                                    certificate.join().base64()));
            out.flush();
            plugin.threads.execute(tls::prepare);
            parent.endWithIt();
            plugin.end.join();
            plugin.server.shutdown().awaitTermination(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS);
        }
        return 0;
    }

    @Override
    public void close() {
        end.complete(null);
        server.shutdownNow();
        threads.shutdownNow();
    }
}
