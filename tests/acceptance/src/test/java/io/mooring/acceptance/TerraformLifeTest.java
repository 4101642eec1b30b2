package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The life of one local cluster under Terraform, told in order: each test goes on where the one
/// before it stopped. Needs the `terraform` command.
@Order(5)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TerraformLifeTest {

    private static final LocalCluster CLUSTER = LocalCluster.ofThisProcess("terraform");

    private static final long SEED = Long.getLong("seed", 20261122);
    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir static Path directory;
    @TempDir static Path elsewhere;

    private TerraformProject project;

    @BeforeAll
    void copyTheExample() {
        assumeThat(Command.in(directory).run("sh", "-c", "command -v terraform").exitCode())
                .as("no terraform command is on the PATH; install one to run this test")
                .isZero();
        project =
                TerraformProject.of(
                        "local",
                        directory,
                        Map.of(
                                "name",
                                CLUSTER.name(),
                                "images",
                                "[\"" + Tree.cache().resolve("images/demo.tar") + "\"]"));
    }

    @AfterAll
    void leaveNothingBehind() {
        if (project != null && !Footprint.of(CLUSTER.name()).isEmpty()) {
            project.run("destroy", "-auto-approve");
        }
        assertThat(Footprint.of(CLUSTER.name())).isEmpty();
    }

    @Test
    @Order(1)
    void examplesArePlannedBeforeAnythingExists() {
        String plan = project.run("plan", "-no-color").succeeded();

        assertThat(plan)
                .contains("mooring_virtual_cluster.this will be created")
                .contains("Plan: 2 to add, 0 to change, 0 to destroy");
        for (String cloud : List.of("aws", "azure", "gcp")) {
            assertThat(
                            TerraformProject.of(cloud, elsewhere, Map.of())
                                    .run("plan", "-no-color")
                                    .succeeded())
                    .contains("mooring_" + cloud + "_node_pool.web will be created")
                    .contains("Plan: 2 to add, 0 to change, 0 to destroy");
        }
        assertThat(
                        TerraformProject.of("anywhere", elsewhere, Map.of("place", "aws"))
                                .run("plan", "-no-color")
                                .succeeded())
                .contains("mooring_node_pool.web will be created")
                .contains("Plan: 2 to add, 0 to change, 0 to destroy");
        assertThat(Footprint.of(CLUSTER.name())).isEmpty();
    }

    @Test
    @Order(2)
    void ctrlCKeepsWhatIsThere() throws IOException {
        Process apply = project.startInItsGroup("apply", "-auto-approve", "-no-color");
        await("a control plane that is being made")
                .atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(CLUSTER.data().resolve("config.yaml")));

        Command.in(directory).run("kill", "-INT", "--", "-" + apply.pid()).succeeded();
        Command.Result stopped = Command.in(directory).finish(apply, List.of("apply"));

        assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(1);
        assertThat(stopped.output())
                .contains("Interrupt received")
                .doesNotContain("Plugin did not respond");
        assertThat(project.run("state", "list").succeeded())
                .contains("mooring_virtual_cluster.this");
    }

    /// Ctrl-C has left one that is tainted: it goes first.
    @Test
    @Order(3)
    void aProviderThatIsKilledWhileItMakesTheControlPlaneLeavesNoneInTheState() {
        var address = "mooring_virtual_cluster.this";
        Process apply = project.startInItsGroup("apply", "-auto-approve", "-no-color");

        Command.Result killed =
                Death.drawn(
                                Death.TERRAFORM,
                                address + ": Creating...",
                                new Random(SEED),
                                Duration.ofMillis(1500))
                        .befalls(apply, Command.in(directory));

        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(1);
        assertThat(project.run("state", "list").succeeded()).doesNotContain(address);
    }

    @Test
    @Order(4)
    void theNextApplyGoesOnToAControlPlaneWithOneReadyNode() {
        project.run("apply", "-auto-approve", "-no-color").succeeded();

        Kubectl kubectl = Kubectl.of(directory, project.output("kubeconfig"));
        assertThat(kubectl.get("get", "nodes", "--no-headers", "-l", "tier=web").lines())
                .singleElement()
                .asString()
                .startsWith("worker-0-")
                .contains(" Ready ");
    }

    @Test
    @Order(5)
    void applyAgainChangesNothingAndDataSourcesFindTheCluster() throws IOException {
        Files.writeString(
                directory.resolve("look.tf"),
                """
                data "mooring_virtual_cluster" "found" {
                  name = var.name
                }
                ephemeral "mooring_kubeconfig" "found" {
                  name = var.name
                  lifecycle {
                    postcondition {
                      condition     = strcontains(self.kubeconfig, "current-context")
                      error_message = "This is no kubeconfig."
                    }
                  }
                }
                output "ready" {
                  value = data.mooring_virtual_cluster.found.ready
                }
                """);

        String again = project.run("apply", "-auto-approve", "-no-color").succeeded();

        assertThat(again).contains("0 added, 0 changed, 0 destroyed").contains("ready = true");
    }

    /// The cluster is the host cluster of a Service as well.
    @Test
    @Order(6)
    void aServiceAndASnapshotAreMadeAndKeepTheirSecrets() throws IOException {
        Path backups = elsewhere.resolve("backups");
        Files.writeString(
                directory.resolve("more.tf"),
                """
                resource "mooring_control_plane_service" "door" {
                  name         = "door"
                  cluster_name = "inner"
                  type         = "NodePort"
                  tunnel_port  = 8132
                  host = {
                    kubernetes = {
                      namespace  = "doors"
                      kubeconfig = mooring_virtual_cluster.this.kubeconfig
                    }
                  }
                }
                resource "mooring_snapshot" "backup" {
                  cluster_name = mooring_virtual_cluster.this.name
                  host         = { standalone = { local = {} } }
                  url          = "%s"
                  passphrase   = "%s"
                  retain       = false
                }
                output "door" {
                  value = mooring_control_plane_service.door.endpoint
                }
                output "snapshot" {
                  value = mooring_snapshot.backup.location
                }
                """
                        .formatted(backups, PASSPHRASE));

        Path log = elsewhere.resolve("trace.log");
        String applied = project.runLogged(log, "apply", "-auto-approve", "-no-color").succeeded();

        assertThat(applied).contains("2 added, 0 changed, 0 destroyed").doesNotContain(PASSPHRASE);
        String kubeconfig = project.output("kubeconfig");
        String key = kubeconfig.substring(kubeconfig.indexOf("client-key-data:") + 16).strip();
        assertThat(key).hasSizeGreaterThan(160);
        assertThat(Files.readString(log)).doesNotContain(PASSPHRASE);
        // Terraform itself tells the state of `parts` at DEBUG, see docs/terraform.md
        assertThat(Files.readAllLines(log))
                .filteredOn(line -> line.contains("terraform-provider-mooring: "))
                .anyMatch(line -> line.contains("applying "))
                .noneMatch(line -> line.contains(key.substring(80, 160)));
        assertThat(project.output("door")).matches("https://10\\.77\\.\\d+\\.\\d+:3\\d{4}");
        assertThat(Path.of(project.output("snapshot"))).hasParent(backups).exists();
    }

    /// When it dies is drawn: `-Dseed=N` draws other moments, `-Dmooring.deaths=N` more of them.
    @Test
    @Order(7)
    void aProviderThatIsKilledWhileItMakesChangesOrRemovesANodeLeavesWhatTheNextRunGoesOnWith()
            throws IOException {
        var random = new Random(SEED);
        for (int death = 0; death < Integer.getInteger("mooring.deaths", 1); death++) {
            new KilledProvider(project, CLUSTER).dies(random);
        }
    }

    @Test
    @Order(8)
    void aClusterThatTerraformForgotIsImportedByItsName() throws IOException {
        String address = "mooring_virtual_cluster.this";
        project.run("state", "rm", address).succeeded();
        Files.writeString(
                directory.resolve("import.tf"),
                """
                import {
                  to = %s
                  id = var.name
                }
                """
                        .formatted(address));

        String imported = project.run("apply", "-auto-approve", "-no-color").succeeded();

        assertThat(imported).contains("1 imported, 0 added").contains("0 destroyed");
        assertThat(project.run("plan", "-detailed-exitcode").exitCode()).isZero();
    }

    @Test
    @Order(9)
    void destroyLeavesNothing() {
        assertThat(project.run("destroy", "-auto-approve", "-no-color").succeeded())
                .contains("Destroy complete! Resources: 4 destroyed.");

        assertThat(elsewhere.resolve("backups")).isEmptyDirectory();
        assertThat(Footprint.of(CLUSTER.name())).isEmpty();
    }
}
