package io.mooring.acceptance.server;

import static io.mooring.acceptance.server.ServerLifeTest.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Running;
import io.mooring.acceptance.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Auto nodes on EC2 beside the server of [ServerLifeTest]: an EC2 by moto in its network. Nothing
/// boots there, so the test says what a kubelet would.
abstract class CloudBeside {

    private static final String POOLS =
            """
              autoNodes:
                - provider: aws
                  properties:
                    region: eu-central-1
                    endpoint: %s
                    instanceTypes: "[m5.xlarge, m5.large]"
                    capacityTypes: "[spot, on-demand]"
                    image: "{ssmParameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}'}"
                  dynamic:
                    - name: burst
                      limits: {nodes: 2}
                      nodeLabels: {tier: batch}
                      taints: [{key: burst, effect: NoSchedule}]
                      nodeTypeSelector:
                        - {property: karpenter.sh/capacity-type, value: on-demand}
                      disruption: {consolidateAfter: 1s}
            """;
    private static final String PENDING =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: work}
            spec:
              nodeSelector: {tier: batch}
              tolerations: [{key: burst, operator: Exists}]
              containers: [{name: work, image: example.com/work, resources: {requests: {cpu: 500m}}}]
            """;
    private static final String PLAN = "jsonpath={.metadata.annotations.mooring\\.io/plan}";

    /// What runs there, a line each.
    private static final String INSTANCES =
            """
            import re, sys, urllib.request
            body = b"Action=DescribeInstances&Version=2016-11-15"
            sign = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/ec2/aws4_request, SignedHeaders=host, Signature=none"
            call = urllib.request.Request(sys.argv[1], body, {"Authorization": sign, "Content-Type": "application/x-www-form-urlencoded"})
            text = urllib.request.urlopen(call, timeout=20).read().decode()
            for item in text.split("<instanceId>")[1:]:
                if "<name>running</name>" in item:
                    print(re.search("<instanceType>(.*?)<", item)[1], "spot" if "<instanceLifecycle>spot" in item else "on-demand")
            """;

    @TempDir private Path directory = Path.of("");
    private String endpoint = "";

    @Test
    void nodesOfACloudComeByAnApprovedPlanAndGoWithTheirPods() throws IOException {
        assumeThat(python()).as("tools/moto").isExecutable();
        long before = server().pid();
        try (Running moto =
                server().startBeside(directory, "moto", List.of(Tree.tool("moto-server")))) {
            endpoint = within().until(() -> moto.output().strip(), it -> it.startsWith("http://"));
            server().declare(POOLS.formatted(endpoint));
            within().until(() -> kubectl("get", "nodepool", "burst"), it -> it.contains("True"));
            kubectl("annotate", "nodepool", "burst", "mooring.io/mode=Plan");
            apply(PENDING);

            String plan = plan("launch m5.large in eu-central-1");
            assertThat(plan).contains("(on-demand)").endsWith(" for 1 pods");
            assertThat(RealServer.run(planned()).output())
                    .contains("launch", "m5.large", "on-demand", "dollars an hour now");
            assertThat(instances()).isEmpty();

            approve(plan);
            within().untilAsserted(() -> assertThat(instances()).isEqualTo("m5.large on-demand"));
            String claim =
                    within().until(
                                    () -> kubectl("get", "nodeclaims", "-o", "name"),
                                    it -> it.contains("burst-"))
                            .replaceFirst(".*/", "");
            within().until(
                            () -> claim(claim, "{.status.providerID}"),
                            it -> it.startsWith("aws:///eu-central-1"));

            join(claim);
            within().until(
                            () -> kubectl("get", "pod", "work", "-o", "jsonpath={.spec.nodeName}"),
                            claim::equals);
            assertThat(kubectl("get", "node", claim, "-o", "jsonpath={.metadata.labels}"))
                    .contains("m5.large", "on-demand", "\"tier\":\"batch\"");
            assertThat(kubectl("get", "node", claim, "-o", "jsonpath={.spec.providerID}"))
                    .startsWith("aws:///eu-central-1");

            kubectl("delete", "pod", "work", "--grace-period=0", "--force");
            approve(plan("remove " + claim + " (Empty): no pod needs it"));
            within().until(() -> kubectl("get", "nodeclaims", "-o", "name"), String::isEmpty);
            assertThat(instances()).isEmpty();
            assertThat(kubectl("get", "nodes", "-o", "name")).doesNotContain(claim);

            server().declare("");
            within().until(() -> kubectl("get", "nodepools", "-o", "name"), String::isEmpty);
        }
        assertThat(server().pid()).isEqualTo(before);
    }

    private List<String> planned() {
        return server().beside(
                        RealServer.mooring(
                                "autoscaler", "plan", "--data-dir", server().dataDir().toString()));
    }

    private static ConditionFactory within() {
        return await().atMost(Duration.ofMinutes(2));
    }

    private static Path python() {
        return Path.of(Tree.upstream().toString()).resolveSibling("moto/bin/python");
    }

    private String instances() {
        return server().runBeside(List.of(python().toString(), "-c", INSTANCES, endpoint))
                .succeeded();
    }

    /// The plan of the pool, once it says this.
    private static String plan(String part) {
        return within().until(
                        () -> kubectl("get", "nodepool", "burst", "-o", PLAN),
                        it -> it.contains(part));
    }

    private static void approve(String plan) {
        String number = plan.substring(0, plan.indexOf(':'));
        kubectl("annotate", "nodepool", "burst", "--overwrite", "mooring.io/approved=" + number);
    }

    private static String claim(String name, String path) {
        return kubectl("get", "nodeclaim", name, "-o", "jsonpath=" + path);
    }

    private void apply(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("object.yaml"), yaml);
        // the controller manager makes the account that pods run as
        within().untilAsserted(() ->
                assertThat(server().kubectl("apply", "-f", file.toString()).exitCode()).isZero());
    }

    private void join(String node) throws IOException {
        apply(
                """
                apiVersion: v1
                kind: Node
                metadata: {name: %s}
                spec:
                  taints: [{key: karpenter.sh/unregistered, effect: NoExecute}]
                """
                        .formatted(node));
        kubectl(
                "patch",
                "node",
                node,
                "--subresource=status",
                "--type=merge",
                "-p",
                """
                {"status": {"allocatable": {"cpu": "2", "memory": "7Gi", "pods": "110"},
                            "conditions": [{"type": "Ready", "status": "True", "reason": "Said",
                                            "message": "by the test",
                                            "lastHeartbeatTime": "2026-11-22T00:00:00Z",
                                            "lastTransitionTime": "2026-11-22T00:00:00Z"}]}}
                """);
    }

    /// What it says, if it succeeds.
    private static String kubectl(String... arguments) {
        var result = server().kubectl(arguments);
        return result.exitCode() == 0 ? result.output().strip() : "";
    }
}
