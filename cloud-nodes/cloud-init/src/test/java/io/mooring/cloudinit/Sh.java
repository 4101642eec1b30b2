package io.mooring.cloudinit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs programs for tests.
final class Sh {
    record Result(int status, String output) {}

    private Sh() {}

    static Result run(Map<String, String> environment, String... command) {
        try {
            var out = Files.createTempFile("mooring-sh", ".out");
            try {
                var builder =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(out.toFile());
                builder.environment().putAll(environment);
                var process = builder.start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            List.of(command) + " still runs: " + Files.readString(out));
                }
                return new Result(
                        process.exitValue(),
                        new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The shells of the machine that scripts of ours must suit.
    static Stream<String> shells() {
        return Stream.of("/bin/dash", "/bin/bash", "/bin/busybox")
                .filter(it -> Files.isExecutable(Path.of(it)));
    }

    static String[] command(String shell, String... rest) {
        var start = shell.endsWith("busybox") ? Stream.of(shell, "sh") : Stream.of(shell);
        return Stream.concat(start, Stream.of(rest)).toArray(String[]::new);
    }
}
