package io.mooring.life;

import io.mooring.identity.testkit.TestCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// EC2's metadata service at its address in the network of a local cluster's nodes, as far as it
/// says which instance somebody is: whoever asks is the one that was booted last.
final class MetadataService implements AutoCloseable {

    static final TestCloud CLOUD = new TestCloud();
    private static final String ADDRESS = "169.254.169.254";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Supplier<Map<String, String>> machine;
    private final String lan;
    private final Path directory;
    private final ServerSocketChannel socket;
    private final Process relay;

    private MetadataService(
            Supplier<Map<String, String>> machine,
            String lan,
            Path directory,
            ServerSocketChannel socket,
            Process relay) {
        this.machine = machine;
        this.lan = lan;
        this.directory = directory;
        this.socket = socket;
        this.relay = relay;
    }

    /// @param machine the facts of whoever asks
    static MetadataService start(String cluster, Supplier<Map<String, String>> machine) {
        String lan = "mooring-" + cluster + "-lan";
        try {
            Path directory = Files.createTempDirectory("metadata");
            Path path = directory.resolve("sock");
            var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            socket.bind(UnixDomainSocketAddress.of(path));
            run("ip", "-n", lan, "address", "replace", ADDRESS + "/32", "dev", "br0");
            Process relay =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    lan,
                                    "socat",
                                    "TCP-LISTEN:80,bind=" + ADDRESS + ",reuseaddr,fork",
                                    "UNIX-CONNECT:" + path)
                            .inheritIO()
                            .start();
            var service = new MetadataService(machine, lan, directory, socket, relay);
            Thread.ofVirtual().start(service::serve);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// The requests that came.
    List<String> asked() {
        return asked;
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = socket.accept();
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            var in = Channels.newInputStream(client);
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            String line = head.substring(0, head.indexOf(" HTTP"));
            asked.add(line);
            String body =
                    switch (line) {
                        case "PUT /latest/api/token" -> "session";
                        case "GET /latest/dynamic/instance-identity/rsa2048" ->
                                head.toString().contains("X-aws-ec2-metadata-token: session")
                                        ? CLOUD.ec2(machine.get(), Instant.now()).document()
                                        : "";
                        default -> "";
                    };
            client.write(
                    ByteBuffer.wrap(
                            "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                    .formatted(
                                            body.isEmpty() ? "404 Not Found" : "200 OK",
                                            body.length(),
                                            body)
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            relay.descendants().forEach(ProcessHandle::destroy);
            relay.destroy();
            relay.waitFor();
            socket.close();
            run("ip", "-n", lan, "address", "del", ADDRESS + "/32", "dev", "br0");
            Files.deleteIfExists(directory.resolve("sock"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
