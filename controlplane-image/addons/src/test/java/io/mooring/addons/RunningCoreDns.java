package io.mooring.addons;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.directory.InitialDirContext;

/// The upstream program with a Corefile, on free ports of loopback in place of those that it says.
final class RunningCoreDns implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int TRIES = 20;

    private final Process process;
    private final int port;

    private RunningCoreDns(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when it is ready.
    ///
    /// @param place for its files
    static RunningCoreDns start(Path binaries, Path place, String corefile, Path kubeconfig)
            throws IOException, InterruptedException {
        Files.createDirectories(place);
        int port = free();
        int ready = free();
        var file =
                Files.writeString(
                        place.resolve("Corefile"),
                        corefile.replace("1053", String.valueOf(port))
                                .replace("9153", String.valueOf(free()))
                                .replace("8181", String.valueOf(ready)));
        var builder =
                new ProcessBuilder(binaries.resolve("coredns").toString(), "-conf", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(place.resolve("log").toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        var running = new RunningCoreDns(builder.start(), port);
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ready + "/ready"))
                            .build();
            await("coredns to be ready, see " + file)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() ->
                            client.send(request, HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200);
            return running;
        } catch (RuntimeException | Error e) {
            running.close();
            throw e;
        }
    }

    /// A port that is free for both protocols. Of connections the kernel is asked first: it gives
    /// listeners other ports than those of outgoing connections, of which there are many here.
    private static int free() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var taken = new BindException("no port of loopback is free for TCP and UDP");
        for (int tries = 0; tries < TRIES; tries++) {
            try (var connections = new ServerSocket(0, 1, loopback);
                    var _ = new DatagramSocket(connections.getLocalPort(), loopback)) {
                return connections.getLocalPort();
            } catch (BindException e) {
                taken.addSuppressed(e);
            }
        }
        throw taken;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /// The address of a name, or what it answers instead.
    String ask(String name) {
        return ask(name, "A");
    }

    /// The name of an address, which is written as a name itself, or what it answers instead.
    String whoHas(String address) {
        return ask(address, "PTR");
    }

    private String ask(String name, String type) {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, "dns://" + address());
        try {
            var context = new InitialDirContext(environment);
            try {
                var found = context.getAttributes(name, new String[] {type}).get(type);
                return found == null ? "" : String.valueOf(found.get());
            } finally {
                context.close();
            }
        } catch (NameNotFoundException _) {
            return "NXDOMAIN";
        } catch (OperationNotSupportedException _) {
            return "REFUSED";
        } catch (NamingException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        boolean _ = process.waitFor(10, TimeUnit.SECONDS);
    }
}
