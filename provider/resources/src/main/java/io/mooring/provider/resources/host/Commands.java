package io.mooring.provider.resources.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Short programs run to their end, bounded in time.
final class Commands {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Commands() {}

    record Result(int exitCode, String output) {}

    /// Runs the command and keeps what it prints; a failure names the purpose.
    static Result run(String purpose, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (var guard = killAfterLimit(process)) {
                byte[] output = process.getInputStream().readAllBytes();
                return new Result(process.waitFor(), new String(output, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new HostFailure.Unusable(
                    purpose + ": running " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new HostFailure.Interrupted(purpose + ": interrupted", e);
        }
    }

    static void require(String purpose, List<String> command) {
        Result result = run(purpose, command);
        if (result.exitCode() != 0) {
            throw new HostFailure.Unusable(
                    "%s: %s ended with %d: %s"
                            .formatted(
                                    purpose,
                                    String.join(" ", command),
                                    result.exitCode(),
                                    result.output().strip()));
        }
    }

    private interface Guard extends AutoCloseable {
        @Override
        void close();
    }

    private static Guard killAfterLimit(Process process) {
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                                    process.destroyForcibly();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        return thread::interrupt;
    }
}
