package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A control plane in a host cluster whose one replica becomes three, which go on to the next minor
/// version of Kubernetes, each by an `up` under a constant load of writes; and that are paused and
/// resumed. Takes minutes: `tools/replicas --upgrade` runs it alone.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostUpgradeTest {

    private static final String HOST = "host-" + ProcessHandle.current().pid();
    private static final String NAME = "tenant";
    private static final String NEXT = "v1.35.4";
    private static final String CONFIG =
            """
            controlPlane:
              coredns: {enabled: false}
              distro: {k8s: {version: %s}}
              backingStore: {etcd: {embedded: {enabled: true}}}
              service: {spec: {type: NodePort}}
              statefulSet:
                highAvailability: {replicas: %d, leaseDuration: 8, renewDeadline: 5, retryPeriod: 2}
                persistence: {volumeClaim: {retentionPolicy: Delete}}
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private PulumiProject project;

    @BeforeAll
    void bringTheHostUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        Command.in(directory).run(Tree.tool("image"), "--kubernetes", NEXT).succeeded();
        Path place = Files.createDirectory(directory.resolve("host"));
        host = HostCluster.upWithRelease(place, HOST, NEXT);
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
    void oneBecomesThreeAndOneAfterTheOtherGoesOnAndNoAcknowledgedWriteIsLost() throws Exception {
        Path place = Files.createDirectory(directory.resolve("tenant"));
        project = new PulumiProject(place, "tenant", host.onLan());
        declare("v1.34.4", 1);
        project.up().succeeded();
        assertThat(version()).contains("v1.34.4");
        growToThree();

        try (var writes = new Writes(tenant())) {
            writes.await(20);
            declare(NEXT, 3);
            assertThat(project.up().succeeded()).contains("upgrading Kubernetes from v1.34.4");
            assertThat(version()).contains(NEXT);
            writes.await(20);
            writes.close();
            requireAll(writes);
            System.out.printf(
                    "replicas: upgrade writes=%d longest_gap_ms=%d%n",
                    writes.acknowledged().size(), writes.longestGapMillis());
            requireRefusals();
            pauseAndResume();
            requireAll(writes);
        }
        project.upIsNotNeeded();
    }

    private void growToThree() throws InterruptedException {
        try (var writes = new Writes(tenant())) {
            writes.await(20);
            declare("v1.34.4", 3);
            assertThat(project.up().succeeded()).contains("waiting for tenant-0 to take others in");
            writes.await(20);
            writes.close();
            requireAll(writes);
            System.out.printf(
                    "replicas: growth writes=%d longest_gap_ms=%d%n",
                    writes.acknowledged().size(), writes.longestGapMillis());
        }
        project.upIsNotNeeded();
    }

    /// What is not done is said before anything is.
    private void requireRefusals() {
        declare("v1.34.4", 3);
        assertThat(project.preview().output()).contains("Kubernetes cannot go back");
        declare(NEXT, 1);
        assertThat(project.preview().output())
                .contains(
                        "only one replica with an embedded etcd can become several",
                        "restore a snapshot into a new cluster");
        declare(NEXT, 3);
    }

    private void pauseAndResume() {
        List<String> which =
                List.of(NAME, "--namespace=tenants", "--kubeconfig=" + host.kubeconfigOnLan());
        long begin = System.nanoTime();
        assertThat(mooring("pause", which)).contains("is paused since");
        long paused = System.nanoTime();
        assertThat(mooring("resume", which)).contains("is ready at");
        System.out.printf(
                "replicas: pause_ms=%d resume_ms=%d%n",
                (paused - begin) / 1_000_000, (System.nanoTime() - paused) / 1_000_000);
    }

    private void requireAll(Writes writes) {
        assertThat(tenant().get("get", "configmaps", "-o", "name").lines())
                .containsAll(writes.acknowledged());
    }

    private void declare(String release, int replicas) {
        project.program(
                Programs.inHostCluster(
                        NAME, host.kubeconfigOnLan(), CONFIG.formatted(release, replicas)));
    }

    private String version() {
        return tenant().get("get", "--raw", "/version");
    }

    private Kubectl tenant() {
        Path kubeconfig =
                Kubectl.of(directory.resolve("tenant"), project.output("kubeconfig")).kubeconfig();
        return new Kubectl(kubeconfig, host.onLan(), List.of());
    }

    private String mooring(String command, List<String> which) {
        List<String> all = new ArrayList<>(List.of(Tree.launcher("mooring"), command));
        all.addAll(which);
        return host.runOnLan(all.toArray(String[]::new)).succeeded();
    }
}
