package io.mooring.tunnel.testkit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Many agents, many tunnels, and all agents coming back at once, against `mooring tunnel-server`.
///
/// Arguments: a directory for files, how many agents, how many tunnels, then the command line.
public final class LoadBench {
    private static final int CLIENTS = 8;
    private static final int WORKERS = 16;

    private final TunnelProgram server;
    private final SslContext tls;
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private record Tunnel(ProxyClient.Stream stream, long id) {
        /// Microseconds of one round trip.
        long ping() throws InterruptedException {
            var start = System.nanoTime();
            stream.send(id, "ping");
            if (!(stream.next() instanceof ProxyClient.Event.Bytes)) {
                throw new IllegalStateException("a tunnel ended");
            }
            return (System.nanoTime() - start) / 1000;
        }
    }

    private LoadBench(TunnelProgram server) throws Exception {
        this.server = server;
        this.tls = server.certificates().client("h2");
    }

    public static void main(String[] arguments) throws Exception {
        var command = List.of(arguments).subList(3, arguments.length);
        var agents = Integer.parseInt(arguments[1]);
        var tunnels = Integer.parseInt(arguments[2]);
        try (var server = TunnelProgram.start(Path.of(arguments[0]), command, "destHost,default")) {
            new LoadBench(server).run(agents, tunnels);
            System.exit(server.end());
        }
    }

    private void run(int agentCount, int tunnelCount) throws Exception {
        memory("idle");
        var rest = agent("rest", "host=rest.test");
        var agents = new ConcurrentLinkedQueue<TestAgent>();
        var seconds = connect(agentCount, agents);
        System.out.printf("%d agents connected in %.1f s%n", agentCount, seconds);
        memory("with the agents");
        var clients = new ArrayList<ProxyClient>();
        for (var i = 0; i < CLIENTS; i++) {
            clients.add(new ProxyClient(server.socket()));
        }
        var tunnels = new ArrayList<Tunnel>();
        for (var i = 0; i < tunnelCount; i++) {
            tunnels.add(open(clients.get(i % CLIENTS), "echo.test:80", i + 1));
        }
        memory("with %d tunnels".formatted(tunnelCount));
        var random = RandomGenerator.of("L64X128MixRandom");
        var pings = new long[2000];
        for (var i = 0; i < pings.length; i++) {
            pings[i] = tunnels.get(random.nextInt(tunnels.size())).ping();
        }
        percentiles("round trips through them", pings);
        comeBack(agentCount, agents, open(clients.getFirst(), "rest.test:80", 1));
        memory("after all agents came back");
        rest.close();
    }

    private static Tunnel open(ProxyClient client, String address, long number)
            throws InterruptedException {
        var stream = client.open();
        var answer = stream.dial(address, number);
        if (!answer.error().isEmpty()) {
            throw new IllegalStateException(answer.error());
        }
        return new Tunnel(stream, answer.connectId());
    }

    private void comeBack(int count, Queue<TestAgent> agents, Tunnel other) throws Exception {
        agents.forEach(TestAgent::close);
        agents.clear();
        var back =
                Thread.ofPlatform()
                        .start(() -> {
                            var seconds = connect(count, agents);
                            System.out.printf("%d agents back in %.1f s%n", count, seconds);
                        });
        var pings = new ArrayList<Long>();
        while (back.isAlive()) {
            pings.add(other.ping());
        }
        percentiles(
                "round trips of another agent meanwhile",
                pings.stream().mapToLong(Long::longValue).toArray());
    }

    /// Seconds until so many are connected.
    private double connect(int count, Queue<TestAgent> agents) {
        var start = System.nanoTime();
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            for (var i = 0; i < count; i++) {
                var id = "node-" + i;
                workers.execute(() -> agents.add(agent(id, "")));
            }
        }
        if (agents.size() != count) {
            throw new IllegalStateException("only %d are connected".formatted(agents.size()));
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private TestAgent agent(String id, String identifiers) {
        return TestAgent.connected(
                group,
                new TestAgent.Hello(server.agents(), tls, id, identifiers, Optional.empty()));
    }

    private void memory(String when) throws Exception {
        TimeUnit.SECONDS.sleep(3);
        System.out.printf("RSS %s: %.1f MB%n", when, server.residentMegabytes());
    }

    private static void percentiles(String what, long[] micros) {
        Arrays.sort(micros);
        System.out.printf(
                "%s: p50 %.2f ms, p99 %.2f ms, longest %.2f ms (%d)%n",
                what,
                micros[micros.length / 2] / 1e3,
                micros[(int) (micros.length * 0.99)] / 1e3,
                micros[micros.length - 1] / 1e3,
                micros.length);
    }
}
