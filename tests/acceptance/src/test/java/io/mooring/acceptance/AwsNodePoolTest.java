package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node pool on EC2 through the real engine and the plugin as `make build` leaves it, which loads
/// AWS's library from where it lies. Nothing boots: that is tested where a machine can be had.
@Order(11)
final class AwsNodePoolTest {

    private static final String REGION = "eu-central-1";
    private static final String NODE = "mooring:aws:Node";
    private static final Map<String, String> CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");

    @TempDir Path directory;

    @Test
    void aPoolIsMadeKeptChangedAndRemoved() throws Exception {
        assumeThat(Moto.python()).as("tools/moto").isExecutable();
        try (var ec2 = Moto.start();
                var api = new PaperCluster(Set::of)) {
            Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), api.kubeconfig());
            var project = new PulumiProject(directory, "aws", CREDENTIALS);
            project.program(program(ec2, kubeconfig, 2));
            project.run(
                            "config",
                            "set",
                            "--path",
                            "mooring:defaultTags.team",
                            "web",
                            "--stack",
                            "aws")
                    .succeeded();

            project.up().succeeded();
            assertThat(ec2.tagged(REGION, "team", "web")).isEqualTo(2);
            assertThat(ec2.running(REGION)).isEqualTo(2);
            assertThat(project.count(NODE)).isEqualTo(2);
            assertThat(project.resources())
                    .filteredOn(it -> it.path("type").asString("").equals(NODE))
                    .allSatisfy(it ->
                            assertThat(it.at("/outputs/providerId").asString(""))
                                    .startsWith("aws:///" + REGION));

            project.upIsNotNeeded();
            project.program(program(ec2, kubeconfig, 1));
            project.up().succeeded();
            assertThat(ec2.running(REGION)).isEqualTo(1);

            project.destroy().succeeded();
            assertThat(ec2.running(REGION)).isZero();
        }
    }

    /// Together with Azure's and Google's, whose libraries the plugin loads from where they lie,
    /// too.
    @Test
    void theExamplesOfAllCloudsArePlanned() throws IOException {
        var project = new PulumiProject(directory, "aws", CREDENTIALS);
        Files.writeString(directory.resolve("Pulumi.yaml"), all());
        project.run("stack", "init", "shop").succeeded();

        String plan = project.run("preview", "--stack", "shop").succeeded();

        assertThat(plan)
                .contains("mooring:index:ControlPlane cluster create")
                .contains("mooring:aws:Node nodes-0 create", "mooring:aws:Node nodes-1 create")
                .contains("mooring:azure:Node azure-0 create", "mooring:azure:Node azure-1 create")
                .contains("mooring:gcp:Node gcp-0 create", "mooring:gcp:Node gcp-1 create");
    }

    /// The example of AWS, with the pools of the others' beside its own.
    private static String all() throws IOException {
        String aws = Files.readString(Tree.ROOT.resolve("examples/aws/Pulumi.yaml"));
        return aws.replace("../../bin", Tree.ROOT.resolve("bin").toString())
                .replace("outputs:", pool("azure") + pool("gcp") + "outputs:");
    }

    private static String pool(String cloud) throws IOException {
        String other = Files.readString(Tree.ROOT.resolve("examples/" + cloud + "/Pulumi.yaml"));
        return other.substring(other.indexOf("  nodes:"), other.indexOf("outputs:"))
                .replace("  nodes:", "  " + cloud + ":");
    }

    private static String program(Moto ec2, Path kubeconfig, int replicas) {
        return """
        resources:
          nodes:
            type: mooring:aws:NodePool
            properties:
              cluster:
                name: shop
                endpoint: https://127.0.0.1:8443
                caCertHash: sha256:%s
                kubeconfig: {fn::readFile: %s}
              replicas: %d
              skipAwait: true
              machine:
                region: %s
                endpoint: %s
                instanceTypes: [m5.large]
                image:
                  ssmParameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}
        """
                .formatted(
                        "0123456789abcdef".repeat(4), kubeconfig, replicas, REGION, ec2.endpoint());
    }
}
