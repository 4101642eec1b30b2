package io.mooring.nodes.aws.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The moto server of this JVM, on loopback, by tools/moto-server.
public final class MotoServer {

    // guarded by MotoServer.class
    private static Optional<MotoServer> running = Optional.empty();

    private final String address;

    private MotoServer(String address) {
        this.address = address;
    }

    /// Where tools/moto puts it, if it is there.
    public static Optional<Path> python() {
        String cache = System.getenv("MOORING_CACHE");
        Path base =
                cache == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "mooring")
                        : Path.of(cache);
        return Optional.of(base.resolve("moto/bin/python")).filter(Files::isExecutable);
    }

    /// The server, started when first asked for.
    public static synchronized MotoServer shared() {
        if (running.isEmpty()) {
            running = Optional.of(start());
        }
        return running.get();
    }

    private static MotoServer start() {
        try {
            Path images = images();
            var builder = new ProcessBuilder(program().toString()).redirectErrorStream(true);
            builder.environment().put("MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION", "true");
            builder.environment().put("MOTO_AMIS_PATH", images.toString());
            BufferedReader output = builder.start().inputReader();
            String address = output.readLine();
            if (address == null || !address.startsWith("http://")) {
                String more = output.lines().collect(Collectors.joining("\n"));
                throw new AssertionError("moto did not start:\n" + address + "\n" + more);
            }
            Files.delete(images);
            Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
            return new MotoServer(address.substring("http://".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path program() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(directory -> directory != null)
                .map(directory -> directory.resolve("tools/moto-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /// A few images instead of moto's thousand, which cost it a second.
    private static Path images() throws IOException {
        Path file = Files.createTempFile("amis", ".json");
        try (var images = MotoServer.class.getResourceAsStream("amis.json")) {
            Files.write(file, images.readAllBytes());
        }
        return file;
    }

    public String address() {
        return address;
    }
}
