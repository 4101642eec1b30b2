package io.mooring.nodes.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs programs of this machine, bounded in time and output. A failure names the command and what
/// it said.
final class Commands {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int OUTPUT_LIMIT_BYTES = 64 * 1024;
    private static final int TIMED_OUT = 124;

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
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        replaceEnvironment(builder);
        try {
            Process process = builder.start();
            try {
                return collect(process, List.of(command));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start '" + command[0] + "'", e);
        }
    }

    /// Ours may hold secrets that a program, above all one on a machine, must not see.
    static void replaceEnvironment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("LC_ALL", "C");
    }

    private static Result collect(Process process, List<String> command) throws IOException {
        var timedOut = new AtomicBoolean();
        Thread guard = Thread.ofVirtual().start(() -> endAfterLimit(process, timedOut));
        try (InputStream output = process.getInputStream()) {
            byte[] kept = output.readNBytes(OUTPUT_LIMIT_BYTES);
            output.transferTo(OutputStream.nullOutputStream());
            int exitCode = process.waitFor();
            String text = new String(kept, StandardCharsets.UTF_8);
            return timedOut.get()
                    ? new Result(
                            command, TIMED_OUT, text + "(ended after " + LIMIT.toSeconds() + " s)")
                    : new Result(command, exitCode, text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while running " + command, e);
        } finally {
            guard.interrupt();
        }
    }

    private static void endAfterLimit(Process process, AtomicBoolean timedOut) {
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                timedOut.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
