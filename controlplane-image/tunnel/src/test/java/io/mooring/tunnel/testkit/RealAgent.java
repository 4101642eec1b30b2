package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A running upstream konnectivity-agent. Closing kills it.
public final class RealAgent implements AutoCloseable {
    private final Process process;
    private final Path log;

    private RealAgent(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// The binary that `tools/build` leaves in its cache, if it has been built.
    public static Optional<Path> binary() {
        return binary("konnectivity-agent");
    }

    static Optional<Path> binary(String name) {
        var home = Path.of(System.getProperty("user.home"), ".cache");
        var base = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(Path::of).orElse(home);
        var cache =
                Optional.ofNullable(System.getenv("MOORING_CACHE"))
                        .map(Path::of)
                        .orElse(base.resolve("mooring"));
        return Optional.of(cache.resolve("bin").resolve(name)).filter(Files::isExecutable);
    }

    public static RealAgent start(
            Path directory,
            TestCertificates certificates,
            InetSocketAddress server,
            String agentId,
            String... more)
            throws IOException {
        var token = Files.writeString(directory.resolve(agentId + ".token"), "token-" + agentId);
        var log = Files.createTempFile(directory, agentId, ".log");
        var command =
                new ArrayList<>(
                        List.of(
                                binary().orElseThrow().toString(),
                                "--v=1",
                                "--agent-id=" + agentId,
                                "--ca-cert=" + certificates.ca(),
                                "--proxy-server-host=127.0.0.1",
                                "--proxy-server-port=" + server.getPort(),
                                "--service-account-token-path=" + token,
                                "--sync-interval=200ms",
                                "--sync-interval-cap=400ms",
                                "--probe-interval=200ms",
                                "--admin-server-port=" + freePort(),
                                "--health-server-host=127.0.0.1",
                                "--health-server-port=" + freePort()));
        command.addAll(List.of(more));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new RealAgent(process, log);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// What it has logged, without the backslashes that its logger puts before quotes.
    public String log() throws IOException {
        return Files.readString(log).replace("\\", "");
    }

    /// Descriptors the process has open.
    public int descriptors() {
        var open = Path.of("/proc", Long.toString(process.pid()), "fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    /// Whether each of its threads stands still. kill(2) with SIGSTOP returns before that: a thread
    /// on another processor may still answer a dial.
    public boolean frozen() throws IOException {
        var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                var stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the agent does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
