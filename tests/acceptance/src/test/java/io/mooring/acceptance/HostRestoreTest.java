package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What `mooring snapshot restore` refuses of a control plane in a host cluster, and that it may be
/// killed wherever it is. That it restores is in [HostClusterTest] too. Takes minutes:
/// `tools/restore` runs it alone.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostRestoreTest {

    private static final String HOST = "host-" + ProcessHandle.current().pid();
    private static final String NAME = "tenant";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONFIG =
            """
            privateNodes: {enabled: true}
            controlPlane:
              coredns: {enabled: false}
              distro: {k8s: {version: v1.34.4}}
              service: {spec: {type: NodePort}}
              statefulSet: {persistence: {volumeClaim: {retentionPolicy: Delete}}}
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private HostedCluster cluster;
    private Path snapshot;

    @BeforeAll
    void bringAClusterUpAndMakeASnapshotOfIt() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.up(Files.createDirectory(directory.resolve("host")), HOST);
        cluster =
                HostedCluster.up(
                        Files.createDirectory(directory.resolve("tenant")),
                        host.onLan(),
                        HostedCluster.program(NAME, host.kubeconfigOnLan(), CONFIG));
        cluster.kubectl().get("create", "configmap", "kept", "--from-literal=of=the snapshot");
        snapshot = directory.resolve("tenant.snapshot");
        mooring("create", snapshot, "correct horse battery").succeeded();
        cluster.kubectl().get("delete", "configmap", "kept");
        cluster.kubectl().get("create", "configmap", "later");
    }

    @AfterAll
    void leaveNothingBehind() {
        if (cluster != null) {
            cluster.destroy();
        }
        if (host != null) {
            host.down();
        }
    }

    @Test
    @Order(1)
    void whatCannotBeRestoredIsRefusedBeforeAnythingStops() throws IOException {
        String pod = uid();
        Path cut = directory.resolve("cut.snapshot");
        byte[] all = Files.readAllBytes(snapshot);
        Files.write(cut, Arrays.copyOf(all, all.length - 100));
        Path other = Files.writeString(directory.resolve("other"), "no snapshot");
        String into = "restoring a snapshot into control plane tenant in namespace tenants: ";

        assertThat(restore(snapshot))
                .contains(into + "it has a cluster; give --force to have that put aside");
        assertThat(restore(other, "--force")).contains(other + " is no snapshot of a virtual");
        assertThat(restore(cut, "--force")).contains(cut + " is damaged");
        assertThat(mooring("restore", snapshot, "another passphrase", "--force").output())
                .contains("the passphrase");
        assertThat(
                        mooring(
                                        "restore",
                                        snapshot,
                                        "correct horse battery",
                                        "--force",
                                        "--name=absent")
                                .output())
                .contains(
                        "restoring a snapshot into control plane absent in namespace tenants: there is none; mooring list shows those there are");
        assertThat(uid()).isEqualTo(pod);
    }

    @Test
    @Order(2)
    void whoeverIsKilledOnTheWayRunsItAgain() throws IOException, InterruptedException {
        for (String moment :
                List.of(
                        "stopping control plane",
                        "waiting for pod tenant-restore to start",
                        "handing the snapshot",
                        "starting control plane")) {
            killAt(moment);
            if (moment.contains("pod") || moment.startsWith("handing")) {
                assertThat(list()).containsPattern("tenant +paused ");
            }
        }

        assertThat(restore(snapshot, "--force"))
                .contains("restored into tenant in namespace tenants: ", "it is ready at https://");

        assertThat(cluster.kubectl().get("get", "configmap", "kept", "-o", "jsonpath={.data.of}"))
                .isEqualTo("the snapshot");
        assertThat(cluster.kubectl().run("get", "configmap", "later").output())
                .contains("NotFound");
        assertThat(onHost("get", "pods", "-o", "name")).isEqualTo("pod/tenant-0");
        assertThat(list()).containsPattern("tenant +ready ");
        cluster.upIsNotNeeded();
    }

    @Test
    @Order(3)
    void whereNoPodCanBeMadeItStaysAsItIsAndRuns() {
        cluster.kubectl().get("create", "configmap", "afterwards");
        onHost("create", "quota", "none", "--hard=count/pods=0");

        assertThat(restore(snapshot, "--force"))
                .contains("exceeded quota", "; it is started again with what it has");

        onHost("delete", "quota", "none");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(cluster.kubectl().run("get", "configmap", "afterwards").output())
                                .contains("afterwards"));
    }

    private void killAt(String moment) throws IOException, InterruptedException {
        List<String> command = command("restore", snapshot, "correct horse battery", "--force");
        Process running = Command.in(directory).start(command.toArray(String[]::new));
        // what says nothing more ends too; the process itself would close what is read here
        var late =
                CompletableFuture.runAsync(
                        () -> running.toHandle().destroyForcibly(),
                        CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        try (BufferedReader lines = running.inputReader()) {
            var said = new ArrayList<String>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith(moment)) {
                    break;
                }
            }
            assertThat(said).last().asString().startsWith(moment);
        } finally {
            late.cancel(false);
            running.destroyForcibly().waitFor();
        }
    }

    private String restore(Path file, String... more) {
        return mooring("restore", file, "correct horse battery", more).output();
    }

    private Command.Result mooring(String verb, Path file, String passphrase, String... more) {
        return Command.in(directory).run(command(verb, file, passphrase, more));
    }

    private List<String> command(String verb, Path file, String passphrase, String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "env",
                                "MOORING_SNAPSHOT_PASSPHRASE=" + passphrase,
                                Tree.launcher("mooring"),
                                "snapshot",
                                verb,
                                file.toString(),
                                "--namespace=tenants",
                                "--kubeconfig=" + host.kubeconfigOnLan()));
        all.addAll(List.of(more));
        if (all.stream().noneMatch(argument -> argument.startsWith("--name="))) {
            all.add("--name=" + NAME);
        }
        return host.onLan(all.toArray(String[]::new));
    }

    private String list() {
        return host.runOnLan(
                        Tree.launcher("mooring"),
                        "list",
                        "--namespace=tenants",
                        "--kubeconfig=" + host.kubeconfigOnLan())
                .succeeded();
    }

    private String uid() {
        return onHost("get", "pod", "tenant-0", "-o", "jsonpath={.metadata.uid}");
    }

    private String onHost(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--namespace=tenants");
        return host.kubectl().get(all.toArray(String[]::new));
    }
}
