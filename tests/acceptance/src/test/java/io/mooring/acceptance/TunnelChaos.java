package io.mooring.acceptance;

import static io.mooring.acceptance.ClusterTunnelTest.CLUSTER;
import static io.mooring.acceptance.ClusterTunnelTest.NODES;
import static io.mooring.acceptance.ClusterTunnelTest.directory;
import static io.mooring.acceptance.ClusterTunnelTest.kubectl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.ChaosFaults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Agents, the server, kube-apiserver and links die at random under a constant load of logs, exec
/// and port-forward. After each blow all of it works again within [#BOUND] without a hand, no byte
/// is wrong, and in the end the server holds no more than in the beginning.
///
/// `make chaos` runs the same for longer: the system properties `chaos.seconds` and `chaos.seed`. A
/// seed gives the same faults in the same order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TunnelChaos {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int SHORT_SECONDS = 15;

    private final int seconds = Integer.getInteger("chaos.seconds", SHORT_SECONDS);
    private final long seed = Long.getLong("chaos.seed", System.nanoTime() & 0xffff_ffffL);
    private final List<ChaosLoad> loads = new ArrayList<>();
    private final List<Double> recoveries = new ArrayList<>();
    private List<String> pods;

    @BeforeAll
    void runAPodOnEachNode() throws IOException {
        Path talker = Files.writeString(directory.resolve("talker.yaml"), talker());
        kubectl.get("apply", "-f", talker.toString());
        kubectl.get("rollout", "status", "daemonset/talker", "--timeout=120s");
        pods = names("pods", "app=talker");
        assertThat(pods).hasSize(NODES);
    }

    @AfterAll
    void endTheLoad() throws InterruptedException {
        for (ChaosLoad load : loads) {
            load.close();
        }
    }

    @Test
    void everythingComesBackByItselfAndNothingLeaks() throws InterruptedException {
        say("seed %d, %d s, %d nodes", seed, seconds, NODES);
        var random = new Random(seed);
        var longestCut = Duration.ofSeconds(seconds > 300 ? 30 : 4);
        var faults = new ChaosFaults(CLUSTER, names("nodes", ""), longestCut);
        ChaosFigures start = quietStart();
        say("before: %s", start);
        load();
        awaitSuccesses(System.nanoTime(), "the first time");

        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            round(faults, random);
            var pause = Duration.ofMillis(1 + random.nextInt(2000));
            await().pollDelay(pause).until(() -> true);
        }

        for (ChaosLoad load : loads) {
            load.close();
            say("%s", load.tally());
        }
        double[] sorted = recoveries.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        say(
                "seed %d: %d rounds, all back after %.1f s (median), %.1f s (slowest), bound %d s",
                seed,
                sorted.length,
                sorted[sorted.length / 2],
                sorted[sorted.length - 1],
                BOUND.toSeconds());
        assertThat(loads).flatExtracting(ChaosLoad::wrong).isEmpty();
        await("as quiet as %s".formatted(start))
                .atMost(BOUND)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(ChaosFigures.of(CLUSTER)).matches(now -> now.quietAs(start)));
        say("after:  %s", ChaosFigures.of(CLUSTER));
        assertThat(CLUSTER.processes("kube-apiserver")).hasSize(1);
    }

    /// What is held once everything has been used once.
    private ChaosFigures quietStart() {
        for (String pod : pods) {
            kubectl.get("logs", "--tail=1", pod);
        }
        await().atMost(BOUND).until(() -> ChaosFigures.of(CLUSTER).agents() == NODES);
        return ChaosFigures.of(CLUSTER);
    }

    private void load() {
        for (String pod : pods) {
            for (ChaosLoad.Kind kind : ChaosLoad.Kind.values()) {
                loads.add(new ChaosLoad(kind, pod, kubectl));
            }
        }
    }

    /// One blow, or two at once; then waits for the end of what they did.
    private void round(ChaosFaults faults, Random random) throws InterruptedException {
        List<Fault> now =
                IntStream.rangeClosed(0, random.nextInt(3) / 2)
                        .mapToObj(_ -> faults.next(random))
                        .toList();
        var threads = new ArrayList<Thread>();
        for (Fault fault : now) {
            threads.add(Thread.ofVirtual().start(fault.strike()));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long over = System.nanoTime();
        String names = String.join(" + ", now.stream().map(Fault::name).toList());
        awaitSuccesses(over, names);
        double took = (System.nanoTime() - over) / 1e9;
        recoveries.add(took);
        say("%s: all back after %.1f s", names, took);
    }

    private void awaitSuccesses(long since, String after) {
        await("all back after " + after + ", seed " + seed)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        assertThat(loads)
                                .allMatch(load -> load.succeededSince(since), "succeeds again"));
    }

    private List<String> names(String what, String selector) {
        String found = kubectl.get("get", what, "-l", selector, "-o", "name");
        return Arrays.stream(found.split("\n"))
                .map(name -> name.substring(name.indexOf('/') + 1))
                .toList();
    }

    private static void say(String format, Object... values) {
        System.out.println("chaos: " + format.formatted(values));
    }

    private static String talker() {
        return """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: talker}
        spec:
          selector: {matchLabels: {app: talker}}
          template:
            metadata: {labels: {app: talker}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: talker
                  image: mooring.local/demo:1
                  imagePullPolicy: Never
                  command: [sh, -c, '%s']
        """
                .formatted(ChaosLoad.POD_COMMAND);
    }
}
