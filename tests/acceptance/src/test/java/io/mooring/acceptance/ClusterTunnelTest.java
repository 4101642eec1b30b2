package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a cluster's tunnel is put through, in one cluster of two nodes.
@Order(3)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
final class ClusterTunnelTest {

    static final LocalCluster CLUSTER = LocalCluster.ofThisProcess("tunnel");
    static final int NODES = 2;

    @TempDir static Path directory;

    static Kubectl kubectl;
    private static PulumiProject project;

    @BeforeAll
    static void makeACluster() {
        project = new PulumiProject(directory, "tunnel");
        project.program(Programs.cluster(CLUSTER.name(), NODES));
        project.up().succeeded();
        kubectl = Kubectl.of(directory, project.output("kubeconfig"));
    }

    @AfterAll
    static void leaveNothingBehind() {
        project.destroy();
        assertThat(Footprint.of(CLUSTER.name())).isEmpty();
    }

    /// First, while nothing but its own load uses the tunnel.
    @Nested
    @Order(1)
    final class Chaos extends TunnelChaos {}

    @Nested
    @Order(2)
    final class Matrix extends TunnelMatrix {}
}
