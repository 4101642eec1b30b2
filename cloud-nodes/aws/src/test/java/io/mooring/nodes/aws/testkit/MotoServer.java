package io.mooring.nodes.aws.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moto server of this JVM, on loopback, as tools/moto installed it. It ends when its standard
/// input does, so it outlives nobody.
public final class MotoServer {

    private static final Pattern PORT = Pattern.compile("Running on http://127\\.0\\.0\\.1:(\\d+)");
    private static final String PROGRAM =
            """
            import os, sys, threading
            def end():
                sys.stdin.read()
                os._exit(0)
            threading.Thread(target=end, daemon=True).start()
            import moto.ec2.models
            from moto.server import main
            from werkzeug.serving import WSGIRequestHandler
            WSGIRequestHandler.log_request = lambda *_: None
            main(["-H", "127.0.0.1", "-p", "0"])
            """;

    // guarded by MotoServer.class
    private static Optional<MotoServer> running = Optional.empty();

    private final int port;

    private MotoServer(int port) {
        this.port = port;
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
    static synchronized MotoServer shared() {
        if (running.isEmpty()) {
            running = Optional.of(start(python().orElseThrow()));
        }
        return running.get();
    }

    private static MotoServer start(Path python) {
        try {
            Path images = images();
            var builder = new ProcessBuilder(python.toString(), "-c", PROGRAM);
            builder.environment().put("MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION", "true");
            builder.environment().put("MOTO_AMIS_PATH", images.toString());
            Process process = builder.redirectErrorStream(true).start();
            var output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            var said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    Files.delete(images);
                    Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                    return new MotoServer(Integer.parseInt(port.group(1)));
                }
                said.append(line).append('\n');
            }
            throw new AssertionError("moto did not start:\n" + said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A few images instead of moto's thousand, which cost it a second.
    private static Path images() throws IOException {
        Path file = Files.createTempFile("amis", ".json");
        try (var images = MotoServer.class.getResourceAsStream("amis.json")) {
            Files.write(file, images.readAllBytes());
        }
        return file;
    }

    String address() {
        return "127.0.0.1:" + port;
    }
}
