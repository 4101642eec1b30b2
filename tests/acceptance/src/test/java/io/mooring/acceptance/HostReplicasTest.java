package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Three replicas of a control plane in a host cluster of three machines, under a constant load of
/// writes: each is killed, some lose their data, and a machine loses its power. Says what the
/// longest time between two acknowledged writes was each time, beside that of a control plane of
/// one replica. Takes minutes: `tools/replicas --host` runs it alone.
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostReplicasTest {

    private static final String SPACE = "--namespace=tenants";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int WRITES = 20;
    private static final String CONFIG =
            """
            controlPlane:
              coredns: {enabled: false}
              backingStore: {etcd: {embedded: {enabled: true}}}
              service: {spec: {type: NodePort}}
              statefulSet:
                highAvailability: {replicas: %d, leaseDuration: 8, renewDeadline: 5, retryPeriod: 2}
                persistence: {volumeClaim: {enabled: false}}
            policies: {networkPolicy: {enabled: true}}
            """;

    @TempDir static Path directory;

    @RegisterExtension
    static final HostOfTests HOST =
            new HostOfTests(
                    () -> directory,
                    place ->
                            HostCluster.upWithNodes(
                                    place, "host-" + ProcessHandle.current().pid(), 3));

    @Test
    @Order(1)
    void oneReplicaAloneIsAwayUntilItHasStartedAgain() throws Exception {
        Kubectl tenant = make("alone", nodeless("alone", 1)).kubectl();
        var replicas = new HostedReplicas(host(), "alone", 1);
        try (var writes = new Writes(tenant)) {
            tell("nothing happens", writes);
            replicas.crash("alone-0");
            tell("the only replica is killed", writes);
            requireAll(writes, tenant);
        }
    }

    @Test
    @Order(2)
    void anyOneOfThreeMayGoWithItsDataOrItsMachineAndNoAcknowledgedWriteIsLost() throws Exception {
        HostedCluster made =
                make(
                        "tenant",
                        Programs.inHostCluster(
                                "tenant", host().kubeconfigOnLan(), CONFIG.formatted(3)));
        Kubectl tenant = made.kubectl();
        var replicas = new HostedReplicas(host(), "tenant", 3);
        requireRights();
        host().powerOn("guest", made.output("userData"));
        runHello(tenant);
        requireTunnelOfEach(tenant);
        assertThat(replicas.pods().stream().map(replicas::nodeOf))
                .as("a replica on each machine")
                .doesNotHaveDuplicates();

        try (var writes = new Writes(tenant)) {
            tell("nothing happens", writes);
            for (String pod : replicas.pods()) {
                String who = who(pod, replicas, tenant);
                replicas.crash(pod);
                tell(who + " is killed", writes);
            }
            String leader = replicas.leader(tenant);
            replicas.lose(leader);
            tell("the leader is killed and loses its data", writes);
            String other =
                    replicas.pods().stream()
                            .filter(pod -> !pod.equals(replicas.leader(tenant)))
                            .findFirst()
                            .orElseThrow();
            replicas.lose(other);
            tell("another is killed and loses its data", writes);
            cutPowerUnderOne(replicas, made, writes);
            requireAll(writes, tenant);
        }
        requireTunnelOfEach(tenant);
        made.upIsNotNeeded();
    }

    /// Not under the machine that all writes come by, nor under the host's own DNS, of which there
    /// is one.
    private void cutPowerUnderOne(HostedReplicas replicas, HostedCluster made, Writes writes) {
        String entry = made.output("endpoint").replaceFirst("https://(.*):.*", "$1");
        String names =
                host().kubectl()
                        .get(
                                "get",
                                "pods",
                                "--namespace=kube-system",
                                "-l",
                                "k8s-app=kube-dns",
                                "-o",
                                "jsonpath={.items[*].spec.nodeName}");
        Kubectl tenant = made.kubectl();
        String pod =
                replicas.pods().stream()
                        .filter(it -> !addressOf(replicas.nodeOf(it)).equals(entry))
                        .filter(it -> !names.contains(replicas.nodeOf(it)))
                        .findFirst()
                        .orElseThrow();
        String node = replicas.nodeOf(pod);
        String who = who(pod, replicas, tenant);
        host().node(node).cutPower();
        writes.await(WRITES);
        await("the host takes the machine for lost").atMost(LIMIT).until(() -> !isReady(node));
        tell("the machine of " + who + " has no power", writes);
        host().kubectl().get("delete", "node", node);
        replicas.lose(pod);
        assertThat(replicas.nodeOf(pod)).isNotEqualTo(node);
        tell("it comes back on another machine", writes);
    }

    private String addressOf(String node) {
        return host().kubectl()
                .get(
                        "get",
                        "node",
                        node,
                        "-o",
                        "jsonpath={.status.addresses[?(@.type==\"InternalIP\")].address}");
    }

    private boolean isReady(String node) {
        return host().kubectl()
                .get(
                        "get",
                        "node",
                        node,
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"Ready\")].status}")
                .equals("True");
    }

    private static String who(String pod, HostedReplicas replicas, Kubectl tenant) {
        return pod + (replicas.leader(tenant).equals(pod) ? ", the leader," : ", not the leader,");
    }

    private static HostedCluster make(String name, String program) throws IOException {
        return HOST.make(name, host().onLan(), program);
    }

    private static HostCluster host() {
        return HOST.cluster();
    }

    private String nodeless(String name, int replicas) {
        String config = "privateNodes: {enabled: true}\n" + CONFIG.formatted(replicas);
        return HostedCluster.program(name, host().kubeconfigOnLan(), config);
    }

    /// What has happened since it last told.
    private static void tell(String what, Writes writes) {
        writes.await(WRITES);
        System.out.printf(
                "replicas: longest_gap_ms=%d writes=%d %s%n",
                writes.takeLongestGapMillis(), writes.acknowledged().size(), what);
    }

    private static void requireAll(Writes writes, Kubectl tenant) throws InterruptedException {
        writes.close();
        assertThat(tenant.get("get", "configmaps", "-o", "name").lines())
                .containsAll(writes.acknowledged());
        System.out.printf(
                "replicas: all %d acknowledged writes read back%n", writes.acknowledged().size());
    }

    private void requireRights() {
        String account = "--as=system:serviceaccount:tenants:tenant";
        assertThat(onHost("auth", "can-i", "update", "secret/tenant-shared", account))
                .contains("yes");
        assertThat(
                        host().kubectl()
                                .run("auth", "can-i", "get", "secret/other", SPACE, account)
                                .output())
                .contains("no");
    }

    private static void runHello(Kubectl tenant) {
        tenant.get(
                "run",
                "hello",
                "--image=mooring.local/demo:1",
                "--restart=Never",
                "--",
                "sh",
                "-c",
                "echo moored; exec sleep 3600");
        tenant.get("wait", "pod/hello", "--for=condition=Ready", "--timeout=180s");
    }

    /// By the Service, which leads each time to one of them.
    private static void requireTunnelOfEach(Kubectl tenant) {
        for (int i = 0; i < 9; i++) {
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(tenant.run("logs", "hello").output().strip())
                                    .isEqualTo("moored"));
        }
    }

    private String onHost(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(SPACE);
        return host().kubectl().get(all.toArray(String[]::new));
    }
}
