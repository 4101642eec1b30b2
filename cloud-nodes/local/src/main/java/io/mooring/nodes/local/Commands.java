package io.mooring.nodes.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs programs of this machine, bounded in time and output. A failure names the command and what
/// it said.
final class Commands {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int OUTPUT_LIMIT_BYTES = 64 * 1024;

    record Result(List<String> command, int exitCode, String output) {

        boolean ok() {
            return exitCode == 0;
        }
    }

    String run(String... command) {
        Result result = attempt(command);
        if (!result.ok()) {
            throw new LocalFailure(
                    "'%s' ended with %d: %s"
                            .formatted(
                                    String.join(" ", command),
                                    result.exitCode(),
                                    result.output().strip()));
        }
        return result.output();
    }

    Result attempt(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .start();
            try {
                return collect(process, Arrays.asList(command));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start '" + command[0] + "'", e);
        }
    }

    private static Result collect(Process process, List<String> command) throws IOException {
        Thread guard = Thread.ofVirtual().start(() -> endAfterLimit(process));
        try (InputStream output = process.getInputStream()) {
            byte[] kept = output.readNBytes(OUTPUT_LIMIT_BYTES);
            output.transferTo(java.io.OutputStream.nullOutputStream());
            return new Result(command, process.waitFor(), new String(kept, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while running " + command);
        } finally {
            guard.interrupt();
        }
    }

    private static void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
