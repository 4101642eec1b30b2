package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A control plane in a host cluster whose one replica becomes three, which go on to the next minor
/// version of Kubernetes, each by an `up` under a constant load of writes; and that are paused and
/// resumed. Killed in its middle, an upgrade is ended by the next `up`. Takes minutes:
/// `tools/replicas --upgrade` runs it alone.
@Tag("long")
final class HostUpgradeTest {

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

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir static Path directory;

    @RegisterExtension
    static final HostOfTests HOST =
            new HostOfTests(
                    () -> directory,
                    place ->
                            HostCluster.upWithRelease(
                                    place, "host-" + ProcessHandle.current().pid(), NEXT));

    private PulumiProject project;
    private Path place;

    @Test
    void oneBecomesThreeAndOneAfterTheOtherGoesOnAndNoAcknowledgedWriteIsLost() throws Exception {
        begin("tenant", 1);
        growToThree();

        try (var writes = new Writes(tenant())) {
            writes.await(20);
            declare(NEXT, 3);
            assertThat(project.up().succeeded()).contains("upgrading Kubernetes from v1.34.4");
            requireUpgraded("upgrade", writes);
            requireRefusals();
            pauseAndResume();
            requireAll(writes);
        }
        project.upIsNotNeeded();
    }

    @Test
    void ofThreeThatAnUpgradeLeftInItsMiddleTheNextUpEndsIt() throws Exception {
        begin("three", 3);
        try (var writes = new Writes(tenant())) {
            writes.await(20);
            killInTheMiddle(NAME + "-2", 3);
            assertThat(project.up().succeeded()).contains("upgrading Kubernetes from v1.34.4");
            requireUpgraded("upgrade of three, killed in its middle,", writes);
        }
        new HostedReplicas(HOST.cluster(), NAME, 3).awaitReady();
        requireWentOn(NAME + "-2");
        project.upIsNotNeeded();
    }

    @Test
    void ofOneThatAnUpgradeLeftInItsMiddleTheNextUpEndsIt() throws Exception {
        begin("one", 1);
        try (var writes = new Writes(tenant())) {
            writes.await(20);
            killInTheMiddle(NAME + "-0", 1);
            assertThat(project.up().succeeded()).contains("upgrading Kubernetes from v1.34.4");
            requireUpgraded("upgrade of one, killed in its middle,", writes);
        }
        requireWentOn(NAME + "-0");
        project.upIsNotNeeded();
    }

    /// A control plane of the release before, whose place has that name.
    private void begin(String name, int replicas) throws IOException {
        place = HOST.place(name);
        project = new PulumiProject(place, "tenant", HOST.cluster().onLan());
        HOST.with(() -> project.destroy().succeeded());
        declare("v1.34.4", replicas);
        project.up().succeeded();
        assertThat(version()).contains("v1.34.4");
    }

    /// The engine, the provider and the first server that goes on are killed while that one has
    /// begun with the upgrade and not come to its end.
    private void killInTheMiddle(String first, int replicas) {
        declare(NEXT, replicas);
        var servers = new HostedReplicas(HOST.cluster(), NAME, replicas);
        String said =
                project.upKilledOnce(
                        LIMIT,
                        () -> {
                            boolean begun = log(first).contains(" upgrading Kubernetes; ");
                            if (begun) {
                                servers.kill(first);
                            }
                            return begun;
                        });
        assertThat(said).contains("upgrading Kubernetes from v1.34.4 to " + NEXT);
    }

    private void requireWentOn(String pod) {
        assertThat(log(pod))
                .contains("going on with the upgrade of Kubernetes that was interrupted")
                .contains("Kubernetes is upgraded");
    }

    private static String log(String pod) {
        return HOST.cluster().kubectl().run("logs", pod, "--namespace=tenants").output();
    }

    private void requireUpgraded(String what, Writes writes) throws InterruptedException {
        assertThat(version()).contains(NEXT);
        writes.await(20);
        writes.close();
        requireAll(writes);
        System.out.printf(
                "replicas: %s writes=%d longest_gap_ms=%d%n",
                what, writes.acknowledged().size(), writes.longestGapMillis());
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
                List.of(
                        NAME,
                        "--namespace=tenants",
                        "--kubeconfig=" + HOST.cluster().kubeconfigOnLan());
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
                        NAME,
                        HOST.cluster().kubeconfigOnLan(),
                        CONFIG.formatted(release, replicas)));
    }

    private String version() {
        return tenant().get("get", "--raw", "/version");
    }

    private Kubectl tenant() {
        Path kubeconfig = Kubectl.of(place, project.output("kubeconfig")).kubeconfig();
        return new Kubectl(kubeconfig, HOST.cluster().onLan(), List.of());
    }

    private String mooring(String command, List<String> which) {
        List<String> all = new ArrayList<>(List.of(Tree.launcher("mooring"), command));
        all.addAll(which);
        return HOST.cluster().runOnLan(all.toArray(String[]::new)).succeeded();
    }
}
