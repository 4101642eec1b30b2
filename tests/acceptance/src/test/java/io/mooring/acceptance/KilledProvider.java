package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The real provider, killed while it makes, changes and removes a local node that the program
/// gives no name. The next run goes on with what is there: one node comes of it, which Terraform
/// knows and the cluster has, and none is left of it in the end.
///
/// @param project of a cluster that is there
record KilledProvider(TerraformProject project, LocalCluster cluster) {

    private static final String ADDRESS = "mooring_local_node.nameless";

    /// @param random draws when it dies
    void dies(Random random) throws IOException {
        var before = machines();
        Path program = project.directory().resolve("nameless.tf");
        write(program, "a");

        String making = killed(random, "Creating...", 3000, "apply");
        apply();
        var come = machines();
        come.removeAll(before);
        assertThat(come).as(making).hasSize(1);
        String node = project.output("nameless");
        assertThat(come).as(making).containsExactly(cluster.machine(node));
        assertThat(kubectl("node", node)).contains(" Ready ");
        assertThat(kubectl("leases", "-n", "kube-system", "-l", "mooring.io/draft"))
                .contains("No resources found");
        assertNothingIsToBeDone(making);

        write(program, "b");
        String changing = killed(random, "Modifying...", 1200, "apply");
        apply();
        assertThat(kubectl("node", node, "--show-labels")).as(changing).contains("round=b");
        assertNothingIsToBeDone(changing);

        String removing = killed(random, "Destroying...", 1500, "destroy");
        project.run("destroy", "-auto-approve", "-no-color", "-target=" + ADDRESS).succeeded();
        assertThat(machines()).as(removing).isEqualTo(before);
        assertThat(kubectl("nodes")).as(removing).doesNotContain(node);
        Files.delete(program);
    }

    private static void write(Path program, String round) throws IOException {
        Files.writeString(
                program,
                """
                resource "mooring_local_node" "nameless" {
                  cluster = mooring_virtual_cluster.this.cluster_connection
                  labels  = { round = "%s" }
                }
                output "nameless" {
                  value = mooring_local_node.nameless.name
                }
                """
                        .formatted(round));
    }

    /// @return when it died, and what Terraform said
    private String killed(Random random, String work, long longestMillis, String command) {
        Death death =
                Death.drawn(
                        Death.TERRAFORM,
                        ADDRESS + ": " + work,
                        random,
                        Duration.ofMillis(longestMillis));
        Process run =
                project.startInItsGroup(
                        command, "-auto-approve", "-no-color", "-target=" + ADDRESS);
        return death + "\n" + death.befalls(run, Command.in(project.directory())).output();
    }

    private void apply() {
        project.run("apply", "-auto-approve", "-no-color", "-target=" + ADDRESS).succeeded();
    }

    private void assertNothingIsToBeDone(String why) {
        Command.Result plan = project.run("plan", "-detailed-exitcode", "-target=" + ADDRESS);
        assertThat(plan.exitCode()).as(why + "\n" + plan.output()).isZero();
    }

    private String kubectl(String... what) {
        return Kubectl.of(project.directory(), project.output("kubeconfig"))
                .run(Stream.concat(Stream.of("get"), Stream.of(what)).toArray(String[]::new))
                .succeeded();
    }

    /// The network namespaces of the cluster's machines.
    private Set<String> machines() throws IOException {
        try (var files = Files.list(Path.of("/run/netns"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(cluster.machine("")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
