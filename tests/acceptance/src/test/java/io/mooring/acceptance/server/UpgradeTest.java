package io.mooring.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Command;
import io.mooring.acceptance.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A control plane that goes from one minor version of Kubernetes to the next by one field of its
/// configuration, is killed on the way, and does not go back but by a snapshot; told in order.
@Order(13)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpgradeTest {

    private static final String BEFORE = "v1.34.4";
    private static final String AFTER = "v1.35.4";
    private static final String FIELD = "controlPlane.distro.k8s.version";

    @TempDir private static Path directory = Path.of("");
    private static Optional<RealServer> running = Optional.empty();

    @AfterAll
    static void end() {
        running.ifPresent(RealServer::close);
    }

    @Test
    @Order(1)
    void aClusterHasTheUsualRelease() throws IOException {
        launch(BEFORE).awaitReady();

        assertThat(version()).isEqualTo(BEFORE);
        require("create", "configmap", "kept", "--from-literal=since=before");
        Files.writeString(directory.resolve("passphrase"), "correct horse battery staple\n");
        assertThat(snapshot("create").succeeded()).contains("before.snapshot: cluster data ");
        assertThat(server().terminate()).isZero();
    }

    @Test
    @Order(2)
    void aServerThatIsKilledOnTheWayHasBegunTheUpgrade() throws IOException {
        launch(AFTER);
        await("kube-apiserver of the next release")
                .failFast("the server has ended", () -> !server().alive())
                .until(() -> server().runs("kube-apiserver"));
        List<ProcessHandle> children = server().children();

        server().kill();

        await("no orphans").until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(server().log())
                .contains("from=" + BEFORE + " to=" + AFTER + " upgrading Kubernetes; the way back")
                .doesNotContain("Kubernetes is upgraded");
    }

    @Test
    @Order(3)
    void fromThereItDoesNotGoBack() throws IOException {
        launch(BEFORE);

        assertThat(server().exitCode()).isEqualTo(1);
        assertThat(server().log())
                .contains(
                        "changing Kubernetes of cluster data from %s to %s: Kubernetes cannot go back; restore a snapshot into a new cluster"
                                .formatted(AFTER, BEFORE))
                .contains("the release is what " + FIELD + " says");
    }

    @Test
    @Order(4)
    void theNextStartGoesOnAndAllDataAreThere() throws IOException {
        launch(AFTER).awaitReady();

        assertThat(server().log())
                .contains("going on with the upgrade of Kubernetes that was interrupted")
                .contains("from=" + BEFORE + " to=" + AFTER + " Kubernetes is upgraded");
        assertThat(version()).isEqualTo(AFTER);
        assertThat(require("get", "configmap", "kept", "-o", "jsonpath={.data.since}"))
                .isEqualTo("before");
        assertThat(require("get", "configmap", "-n", "kube-system", "kubeadm-config", "-o", "yaml"))
                .contains("kubernetesVersion: \"" + AFTER + "\"");
        require("create", "deployment", "later", "--image=none");
        await("the controller manager of the next release")
                .until(() -> require("get", "replicasets", "-o", "name").contains("later-"));
        assertThat(server().terminate()).isZero();
    }

    @Test
    @Order(5)
    void theWayBackIsASnapshot() throws IOException {
        RealServer.configureRelease(directory, BEFORE);
        assertThat(snapshot("restore", "--force").succeeded()).contains(" restored: ");

        launch(BEFORE).awaitReady();

        assertThat(version()).isEqualTo(BEFORE);
        assertThat(require("get", "configmap", "kept", "-o", "jsonpath={.data.since}"))
                .isEqualTo("before");
        assertThat(require("get", "deployments", "-o", "name")).isEmpty();
        assertThat(server().terminate()).isZero();
    }

    private static RealServer launch(String release) throws IOException {
        running.ifPresent(RealServer::close);
        running = Optional.of(RealServer.launchRelease(directory, release));
        return server();
    }

    private static RealServer server() {
        return running.orElseThrow();
    }

    private static String version() {
        String said = require("version", "-o", "yaml");
        String server = said.substring(said.indexOf("serverVersion:"));
        return server.lines()
                .filter(line -> line.contains("gitVersion:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static String require(String... arguments) {
        return server().kubectl(arguments).succeeded();
    }

    private static Command.Result snapshot(String command, String... more) {
        var arguments =
                RealServer.mooring(
                        "snapshot",
                        command,
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--config",
                        directory.resolve("vcluster.yaml").toString(),
                        "--bin-dir",
                        Tree.upstream().toString(),
                        "--passphrase-file",
                        directory.resolve("passphrase").toString());
        arguments.addAll(List.of(more));
        arguments.add(directory.resolve("before.snapshot").toString());
        return RealServer.run(arguments);
    }
}
