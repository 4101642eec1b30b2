package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A running upstream konnectivity-server whose agents show certificates. Closing kills it.
public final class RealTunnelServer implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int TRIES = 1000;

    private final Process process;
    private final InetSocketAddress agents;
    private final Optional<InetSocketAddress> fronts;

    private RealTunnelServer(
            Process process, InetSocketAddress agents, Optional<InetSocketAddress> fronts) {
        this.process = process;
        this.agents = agents;
        this.fronts = fronts;
    }

    public static Optional<Path> binary() {
        return RealAgent.binary("konnectivity-server");
    }

    /// @param socket where fronts come; without, they come over TLS
    public static RealTunnelServer start(
            TestCertificates certificates, String mode, Optional<Path> socket) throws IOException {
        var ports = Ports.free(4);
        var agentPort = ports[0];
        var frontPort = ports[1];
        var health = ports[2];
        var files = certificates.mutual();
        var command =
                new ArrayList<>(
                        List.of(
                                binary().orElseThrow().toString(),
                                "--v=0",
                                "--mode=" + mode,
                                "--cluster-ca-cert=" + certificates.ca(),
                                "--cluster-cert=" + files.certificate(),
                                "--cluster-key=" + files.key(),
                                "--agent-bind-address=127.0.0.1",
                                "--agent-port=" + agentPort,
                                "--health-bind-address=127.0.0.1",
                                "--health-port=" + health,
                                "--admin-port=" + ports[3]));
        if (socket.isPresent()) {
            command.addAll(List.of("--server-port=0", "--uds-name=" + socket.get()));
        } else {
            command.addAll(
                    List.of(
                            "--server-bind-address=127.0.0.1",
                            "--server-port=" + frontPort,
                            "--server-ca-cert=" + certificates.ca(),
                            "--server-cert=" + files.certificate(),
                            "--server-key=" + files.key()));
        }
        var log = Files.createTempFile(certificates.directory(), "server", ".log");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        for (var tries = 0; !accepts(health); tries++) {
            if (tries >= TRIES || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("upstream's server does not start, see " + log);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return new RealTunnelServer(
                process,
                new InetSocketAddress("127.0.0.1", agentPort),
                socket.isPresent()
                        ? Optional.empty()
                        : Optional.of(new InetSocketAddress("127.0.0.1", frontPort)));
    }

    private static boolean accepts(int port) {
        try (var _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public InetSocketAddress agents() {
        return agents;
    }

    public Optional<InetSocketAddress> fronts() {
        return fronts;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("upstream's server does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
