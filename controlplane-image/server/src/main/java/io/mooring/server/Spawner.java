package io.mooring.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts processes that the kernel ends when this JVM ends, however it ends.
///
/// The kernel's parent-death signal follows the thread that started a process, so all are started
/// by one thread that lives as long as this.
final class Spawner implements AutoCloseable {

    private static final List<String> TIED_TO_US = List.of("setpriv", "--pdeathsig", "KILL", "--");

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("spawner").factory());

    Process spawn(ChildSpec spec) throws IOException {
        var command = new ArrayList<>(TIED_TO_US);
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().putAll(spec.environment());
        spec.directory().ifPresent(directory -> builder.directory(directory.toFile()));
        Callable<Process> start = builder::start;
        try {
            Process process = thread.submit(start).get();
            process.getOutputStream().close();
            return process;
        } catch (ExecutionException e) {
            throw new IOException("starting " + spec.name() + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + spec.name(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
