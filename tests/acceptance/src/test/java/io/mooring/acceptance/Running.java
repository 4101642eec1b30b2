package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that runs, with all it prints in a file. Closing kills it, and all that it has
/// started.
public record Running(Process process, Path log) implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    /// Starts it, with a new log of that name in a directory.
    public static Running start(Path directory, String name, List<String> command) {
        try {
            Path log = Files.createTempFile(directory, name, ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            return new Running(builder.redirectOutput(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new AssertionError("starting " + name, e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// The processes that it has started, and those that these have.
    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /// What it has printed.
    public String output() throws IOException {
        return Files.readString(log);
    }

    /// Asks it to end, and waits for that.
    public int terminate() {
        process.toHandle().destroy();
        return exitCode();
    }

    /// Kills it alone, and waits for its end.
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /// Waits for its end.
    public int exitCode() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "no end within %d s, see %s".formatted(LIMIT_SECONDS, log));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> left = children();
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
        exitCode();
    }
}
