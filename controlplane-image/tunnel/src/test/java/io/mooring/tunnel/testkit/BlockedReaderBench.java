package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Round trips of a quiet connection while another on the same agent is flooded and reads nothing:
/// our tunnel server, then upstream's, each with upstream's agent and HTTP CONNECT fronts.
///
/// Arguments: a directory for files, then the command line of `mooring tunnel-server`.
public final class BlockedReaderBench {
    private static final int SECONDS = 10;
    private static final int PAUSE_MILLIS = 5;
    private static final long FLOOD = 1L << 32;

    private BlockedReaderBench() {}

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var command = List.of(arguments).subList(1, arguments.length);
        System.out.printf(
                "%-10s %8s %10s %10s %12s%n", "", "trips", "p50, ms", "p99, ms", "longest, ms");
        var own = Files.createDirectories(directory.resolve("ours"));
        try (var server = TunnelProgram.start(own, command, "default")) {
            report("ours", trips(own, server.certificates(), server.agents(), server.socket()));
        }
        var other = Files.createDirectories(directory.resolve("upstream"));
        var certificates = TestCertificates.in(other.resolve("pki"));
        var socket = other.resolve("front.sock");
        try (var server =
                RealTunnelServer.start(certificates, "http-connect", Optional.of(socket))) {
            report("upstream", trips(other, certificates, server.agents(), socket));
        }
        System.exit(0);
    }

    /// Milliseconds of each, in ascending order. The last one may have waited until the reader that
    /// blocks was closed, after [#SECONDS].
    private static double[] trips(
            Path directory, TestCertificates certificates, InetSocketAddress agents, Path socket)
            throws Exception {
        try (var _ =
                        RealAgent.start(
                                directory,
                                certificates,
                                agents,
                                "node",
                                "--agent-cert=" + certificates.clientCertificate(),
                                "--agent-key=" + certificates.clientKey());
                var flood = Target.flood(FLOOD);
                var echo = Target.echo();
                var quiet = connect(socket, echo.address());
                var blocked = connect(socket, flood.address())) {
            var trips = new ArrayList<Double>();
            var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            var pings = Thread.ofPlatform().start(() -> ping(quiet, end, trips));
            pings.join(TimeUnit.SECONDS.toMillis(SECONDS));
            blocked.close();
            pings.join(TimeUnit.SECONDS.toMillis(SECONDS));
            if (pings.isAlive()) {
                throw new IllegalStateException("the quiet connection did not come back");
            }
            return trips.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        }
    }

    /// Once the agent has come.
    private static ConnectClient connect(Path socket, String address) throws Exception {
        for (var tries = 0; tries < 500; tries++) {
            var client = ConnectClient.connect(socket, address);
            if (client.statusLine().contains(" 200 ")) {
                return client;
            }
            client.close();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("no tunnel to " + address + " within ten seconds");
    }

    private static void ping(ConnectClient quiet, long end, List<Double> trips) {
        try {
            while (System.nanoTime() < end) {
                var start = System.nanoTime();
                if (!quiet.echo("ping").equals("ping")) {
                    throw new IOException("the quiet connection ended");
                }
                trips.add((System.nanoTime() - start) / 1e6);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(String name, double[] millis) {
        System.out.printf(
                "%-10s %8d %10.2f %10.2f %12.2f%n",
                name,
                millis.length,
                millis[millis.length / 2],
                millis[(int) (millis.length * 0.99)],
                millis[millis.length - 1]);
    }
}
