package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The real provider, killed while it makes a local node that the program gives no name. The next
/// run goes on with what is there: one node comes of it, which Terraform knows and the cluster has.
///
/// @param project of a cluster that is there
record KilledProvider(TerraformProject project, LocalCluster cluster) {

    private static final String ADDRESS = "mooring_local_node.nameless";
    private static final String MAIN = "io.mooring.provider.terraform.Main";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// @param moment how long after the run begins
    void dies(Duration moment) throws IOException, InterruptedException {
        var before = machines();
        Path program = project.directory().resolve("nameless.tf");
        Files.writeString(
                program,
                """
                resource "mooring_local_node" "nameless" {
                  cluster = mooring_virtual_cluster.this.cluster_connection
                }
                output "nameless" {
                  value = mooring_local_node.nameless.name
                }
                """);

        var killed = killedAfter(moment);
        project.run("apply", "-auto-approve", "-no-color", "-target=" + ADDRESS).succeeded();

        var come = machines();
        come.removeAll(before);
        assertThat(come).as("killed after %s:\n%s", moment, killed).hasSize(1);
        String node = project.output("nameless");
        assertThat(come).containsExactly(cluster.machine(node));
        Kubectl kubectl = Kubectl.of(project.directory(), project.output("kubeconfig"));
        assertThat(kubectl.get("get", "node", node, "--no-headers")).contains(" Ready ");
        assertThat(kubectl.get("get", "leases", "-n", "kube-system", "-l", "mooring.io/draft"))
                .contains("No resources found");
        assertThat(project.run("plan", "-detailed-exitcode", "-target=" + ADDRESS).exitCode())
                .isZero();

        Files.delete(program);
        project.run("destroy", "-auto-approve", "-no-color", "-target=" + ADDRESS).succeeded();
        assertThat(machines()).isEqualTo(before);
    }

    /// @return what Terraform said
    private String killedAfter(Duration moment) throws InterruptedException {
        Process apply =
                project.startInItsGroup(
                        "apply", "-auto-approve", "-no-color", "-target=" + ADDRESS);
        apply.waitFor(moment.toMillis(), TimeUnit.MILLISECONDS);
        List<ProcessHandle> providers =
                apply.descendants()
                        .filter(it -> it.info().commandLine().orElse("").contains(MAIN))
                        .toList();
        providers.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle provider : providers) {
            assertThat(provider.onExit())
                    .succeedsWithin(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
        return Command.in(project.directory()).finish(apply, List.of("apply")).output();
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
