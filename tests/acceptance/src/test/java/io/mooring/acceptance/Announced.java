package io.mooring.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// A server that says where it listens in its first line, and ends with its standard input, so that
/// it outlives no test.
record Announced(Process process, String address) implements AutoCloseable {

    /// @param beginning what the first line begins with
    static Announced start(String beginning, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        String address = output.readLine();
        if (address == null || !address.startsWith(beginning)) {
            String more = output.lines().collect(Collectors.joining("\n"));
            process.destroyForcibly();
            throw new AssertionError(
                    String.join(" ", command) + " did not start:\n" + address + "\n" + more);
        }
        // such reads hold what carries virtual threads, of which there are as many as processors
        Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
        return new Announced(process, address);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
