package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A running `mooring tunnel-server` with fronts of both kinds on a Unix socket and agents that
/// show certificates. Closing kills it.
record TunnelProgram(
        Process process, TestCertificates certificates, Path socket, InetSocketAddress agents)
        implements AutoCloseable {

    /// @param command what comes before the flags
    static TunnelProgram start(Path directory, List<String> command, String strategies)
            throws IOException, InterruptedException {
        var certificates = TestCertificates.in(directory.resolve("pki"));
        var socket = directory.resolve("front.sock");
        var ports = Ports.free(3);
        var agents = new InetSocketAddress("127.0.0.1", ports[0]);
        var files = certificates.mutual();
        var flags =
                List.of(
                        "--v=0",
                        "--mode=any",
                        "--server-port=0",
                        "--uds-name=" + socket,
                        "--proxy-strategies=" + strategies,
                        "--cluster-ca-cert=" + certificates.ca(),
                        "--cluster-cert=" + files.certificate(),
                        "--cluster-key=" + files.key(),
                        "--agent-bind-address=127.0.0.1",
                        "--agent-port=" + agents.getPort(),
                        "--health-bind-address=127.0.0.1",
                        "--health-port=" + ports[1],
                        "--admin-port=" + ports[2]);
        var whole = new ArrayList<>(command);
        whole.addAll(flags);
        var log = directory.resolve("server.log").toFile();
        var process =
                new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(socket)) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("the server has not opened " + socket + ", see " + log);
            }
        }
        return new TunnelProgram(process, certificates, socket, agents);
    }

    /// Megabytes of memory that are its own at present.
    double residentMegabytes() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
            }
        }
        return 0;
    }

    /// Tells it to stop; its exit code.
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor(90, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
