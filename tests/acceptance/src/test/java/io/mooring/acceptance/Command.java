package io.mooring.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One program run to its end, bounded in time, its output kept.
public record Command(Path directory, Map<String, String> environment, Duration limit) {

    public record Result(List<String> command, int exitCode, String output) {

        /// The output, when the command succeeded; an assertion error that shows it otherwise.
        public String succeeded() {
            if (exitCode != 0) {
                throw new AssertionError(
                        String.join(" ", command) + " ended with " + exitCode + ":\n" + output);
            }
            return output.strip();
        }
    }

    public static Command in(Path directory) {
        return new Command(directory, Map.of(), Duration.ofMinutes(5));
    }

    Command with(String name, String value) {
        var changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Command(directory, Map.copyOf(changed), limit);
    }

    /// The same, given up and killed after that time.
    Command within(Duration other) {
        return new Command(directory, environment, other);
    }

    public Result run(List<String> command) {
        return run(command.toArray(String[]::new));
    }

    public Result run(String... command) {
        return finish(start(command), List.of(command));
    }

    Process start(String... command) {
        try {
            var builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true);
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new AssertionError("starting " + command[0], e);
        }
    }

    Result finish(Process process, List<String> command) {
        return finish(process, command, _ -> {});
    }

    /// @param line is told each whole line of the output as it comes
    Result finish(Process process, List<String> command, Consumer<String> line) {
        Thread guard = Thread.ofVirtual().start(() -> killAfterLimit(process));
        try {
            var output = new StringBuilder();
            int begun = 0;
            BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
            for (int read = reader.read(); read >= 0; read = reader.read()) {
                output.append((char) read);
                if (read == '\n') {
                    line.accept(output.substring(begun, output.length() - 1));
                    begun = output.length();
                }
            }
            return new Result(command, process.waitFor(), output.toString());
        } catch (IOException e) {
            throw new AssertionError("reading the output of " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        } finally {
            guard.interrupt();
            process.destroyForcibly();
        }
    }

    private void killAfterLimit(Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                // the process itself would close what its output is read from
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
