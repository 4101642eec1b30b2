package io.mooring.registry.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Upstream's registry on a free port of loopback, as tools/build has built it. What it keeps is
/// below a directory of the test; it ends with this JVM if nobody ends it.
public final class RegistryServer implements AutoCloseable {

    private final Process process;
    private final Path directory;
    private final String address;

    private RegistryServer(Process process, Path directory, String address) {
        this.process = process;
        this.directory = directory;
        this.address = address;
    }

    /// Lets everybody in.
    public static RegistryServer start(Path directory) {
        return start(directory, List.of());
    }

    /// Lets in who knows that name and password.
    public static RegistryServer start(Path directory, String username, String password) {
        return start(directory, List.of(username + ":" + password));
    }

    private static RegistryServer start(Path directory, List<String> login) {
        var command = new ArrayList<String>();
        command.add(program().toString());
        command.add(directory.toString());
        command.addAll(login);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader output = process.inputReader();
            String address = output.readLine();
            if (address == null || !address.startsWith("127.0.0.1:")) {
                process.destroyForcibly();
                throw new AssertionError("the registry did not start: " + address);
            }
            Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
            return new RegistryServer(process, directory, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path program() {
        String binaries = System.getenv("MOORING_BIN_DIR");
        String cache = System.getenv("MOORING_CACHE");
        Path base =
                binaries != null
                        ? Path.of(binaries)
                        : cache != null
                                ? Path.of(cache, "bin")
                                : Path.of(
                                        System.getProperty("user.home"),
                                        ".cache",
                                        "mooring",
                                        "bin");
        Path program = base.resolve("registry");
        if (!Files.isExecutable(program)) {
            throw new AssertionError(program + " is not there; run tools/build registry");
        }
        return program;
    }

    /// HOST:PORT
    public String address() {
        return address;
    }

    /// The file of a blob.
    public Path blob(String digest) {
        String hex = digest.replace("sha256:", "");
        return directory.resolve(
                "data/docker/registry/v2/blobs/sha256/%s/%s/data"
                        .formatted(hex.substring(0, 2), hex));
    }

    /// How many uploads have begun and not ended.
    public long uploads() {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            return files.filter(file -> file.getParent().endsWith("_uploads")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
