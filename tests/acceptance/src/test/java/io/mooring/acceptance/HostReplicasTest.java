package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Three replicas of a control plane in a host cluster, two of which are killed one after the other
/// and lose their data, under a constant load of writes. Takes minutes: `tools/replicas --host`
/// runs it alone.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostReplicasTest {

    private static final String HOST = "host-" + ProcessHandle.current().pid();
    private static final String NAME = "tenant";
    private static final String SPACE = "--namespace=tenants";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String CONFIG =
            """
            controlPlane:
              coredns: {enabled: false}
              backingStore: {etcd: {embedded: {enabled: true}}}
              service: {spec: {type: NodePort}}
              statefulSet:
                highAvailability: {replicas: 3, leaseDuration: 8, renewDeadline: 5, retryPeriod: 2}
                persistence: {volumeClaim: {enabled: false}}
            policies: {networkPolicy: {enabled: true}}
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private PulumiProject project;

    @BeforeAll
    void bringTheHostUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.upWithNames(Files.createDirectory(directory.resolve("host")), HOST);
    }

    @AfterAll
    void leaveNothingBehind() {
        if (project != null) {
            project.destroy();
        }
        if (host != null) {
            host.down();
        }
    }

    @Test
    void anyOneMayGoWithItsDataAndNoAcknowledgedWriteIsLost() throws Exception {
        Path place = Files.createDirectory(directory.resolve("tenant"));
        project = new PulumiProject(place, "tenant", host.onLan());
        project.program(Programs.inHostCluster(NAME, host.kubeconfigOnLan(), CONFIG));

        project.up().succeeded();

        assertThat(tenant().get("get", "--raw", "/readyz")).isEqualTo("ok");
        requireRights();
        host.powerOn("guest", project.output("userData"));
        tenant().get(
                        "run",
                        "hello",
                        "--image=mooring.local/demo:1",
                        "--restart=Never",
                        "--",
                        "sh",
                        "-c",
                        "echo moored; exec sleep 3600");
        tenant().get("wait", "pod/hello", "--for=condition=Ready", "--timeout=180s");
        requireTunnelOfEach();
        try (var writes = new Writes(tenant())) {
            writes.await(20);
            lose(NAME + "-0");
            writes.await(20);
            lose(NAME + "-1");
            writes.await(20);
            writes.close();
            assertThat(tenant().get("get", "configmaps", "-o", "name").lines())
                    .containsAll(writes.acknowledged());
            System.out.printf(
                    "replicas: writes=%d longest_gap_ms=%d%n",
                    writes.acknowledged().size(), writes.longestGapMillis());
        }
        requireTunnelOfEach();
        project.upIsNotNeeded();
    }

    private void requireRights() {
        String account = "--as=system:serviceaccount:tenants:" + NAME;
        assertThat(onHost("auth", "can-i", "update", "secret/" + NAME + "-shared", account))
                .contains("yes");
        assertThat(
                        host.kubectl()
                                .run("auth", "can-i", "get", "secret/other", SPACE, account)
                                .output())
                .contains("no");
    }

    /// By the Service, which leads each time to one of them.
    private void requireTunnelOfEach() {
        for (int i = 0; i < 9; i++) {
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(tenant().run("logs", "hello").output().strip())
                                    .isEqualTo("moored"));
        }
    }

    /// Its data is in a directory that ends with it.
    private void lose(String pod) {
        String uid = uid(pod);
        onHost("delete", "pod", pod, "--grace-period=0", "--force");
        await(pod + " is another, and ready")
                .atMost(LIMIT)
                .until(() -> !uid(pod).equals(uid) && readyReplicas().equals("3"));
        System.out.println("replicas: " + pod + " was lost and is ready again");
    }

    private String uid(String pod) {
        return host.kubectl()
                .run("get", "pod", pod, SPACE, "-o", "jsonpath={.metadata.uid}")
                .output();
    }

    private String readyReplicas() {
        return onHost("get", "statefulset", NAME, "-o", "jsonpath={.status.readyReplicas}");
    }

    private Kubectl tenant() {
        Path kubeconfig =
                Kubectl.of(directory.resolve("tenant"), project.output("kubeconfig")).kubeconfig();
        return new Kubectl(kubeconfig, host.onLan(), List.of());
    }

    private String onHost(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(SPACE);
        return host.kubectl().get(all.toArray(String[]::new));
    }
}
