package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What one of three replicas alone does, goes on under another when that one is killed, and is
/// done once: pods are copied into the host cluster, machines are ordered. Takes minutes:
/// `tools/replicas --leader` runs it alone.
@Tag("long")
final class HostLeaderTest {

    private static final String NAME = "shop";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String TIMEOUT = "--timeout=240s";
    private static final String REPLICAS =
            """
            controlPlane:
              coredns: {enabled: false}
              backingStore: {etcd: {embedded: {enabled: true}}}
              service: {spec: {type: NodePort}}
              statefulSet:
                highAvailability: {replicas: 3, leaseDuration: 8, renewDeadline: 5, retryPeriod: 2}
                persistence:
                  volumeClaim: {enabled: false}
            """;

    /// With the library of that cloud from its node, since the image has none.
    private static final String AUTO_NODES =
            REPLICAS
                    + """
                          addVolumes: [{name: clouds, hostPath: {path: /srv/clouds}}]
                          addVolumeMounts: [{name: clouds, mountPath: /opt/clouds, readOnly: true}]
                        env:
                          - {name: MOORING_LIB, value: /opt/clouds}
                          - {name: AWS_ACCESS_KEY_ID, value: test}
                          - {name: AWS_SECRET_ACCESS_KEY, value: test}
                    privateNodes:
                      enabled: true
                      autoNodes:
                        - provider: aws
                          properties:
                            region: eu-central-1
                            endpoint: %s
                            instanceTypes: "[m5.large]"
                            capacityTypes: "[on-demand]"
                            image: "{ssmParameter: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}'}"
                          dynamic:
                            - name: burst
                              limits: {nodes: 2}
                              nodeLabels: {tier: batch}
                    """;

    private static final String PENDING =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: work}
            spec:
              nodeSelector: {tier: batch}
              containers: [{name: work, image: example.com/work, resources: {requests: {cpu: 500m}}}]
            """;

    @TempDir static Path directory;

    @RegisterExtension
    static final HostOfTests HOST =
            new HostOfTests(
                    () -> directory,
                    place ->
                            HostCluster.upWithNames(
                                    place, "lead-" + ProcessHandle.current().pid()));

    @Test
    void anotherReplicaSyncsPodsAndNoneIsCopiedTwice() throws IOException {
        Kubectl tenant = make("pods", host().onLan(), REPLICAS);
        var replicas = new HostedReplicas(host(), NAME, 3);
        Process watch = watchCopies();
        try {
            tenant.get(
                    "create",
                    "deployment",
                    "web",
                    "--image=mooring.local/demo:1",
                    "--replicas=3",
                    "--",
                    "sh",
                    "-c",
                    "echo moored; exec sleep 3600");
            tenant.get("rollout", "status", "deployment/web", TIMEOUT);
            List<String> before = copies();
            assertThat(before).hasSize(3);

            String first = replicas.leader(tenant);
            replicas.kill(first);
            tell(first + ", which synced, is killed");
            runOne("first", tenant);
            tell("a new pod runs, synced by " + replicas.leader(tenant));
            assertThat(replicas.leader(tenant)).isNotEqualTo(first);
            replicas.awaitReady();
            requireLogsOfEach(tenant);

            String second = replicas.leader(tenant);
            replicas.lose(second);
            replicas.awaitLeaderBut(second, tenant);
            runOne("second", tenant);
            assertThat(copies()).containsAll(before).hasSize(5);

            tenant.get("delete", "deployment", "web");
            tenant.get("delete", "pod", "first", "second", "--now");
            await().atMost(LIMIT).until(() -> copies().isEmpty());
        } finally {
            // the process itself would close what its output is read from
            watch.toHandle().destroy();
        }
        String seen = new String(watch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(seen.lines().filter(line -> line.startsWith("ADDED")))
                .as("each was copied once")
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void anotherReplicaFindsTheMachineThatTheKilledOneHadOrderedAndOrdersNoSecondOne()
            throws Exception {
        assumeThat(HeldEc2.PYTHON).as("tools/moto").isExecutable();
        host().giveToNodes(Tree.ROOT.resolve("target/dist/nodes/aws"), "/srv/clouds/nodes/aws");
        // one that is made for a control plane lets nothing of a node in
        host().apply("space.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: tenants}}");
        HeldEc2 ec2 = HOST.with(HeldEc2.start(directory, host()));
        List<String> front =
                host().onLan("env", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test");
        Kubectl tenant = make("machines", front, AUTO_NODES.formatted(ec2.endpoint()));
        var replicas = new HostedReplicas(host(), NAME, 3);
        await().atMost(LIMIT)
                .until(() -> tenant.run("get", "nodepool", "burst").output().contains("True"));
        Path pod = Files.writeString(directory.resolve("work.yaml"), PENDING);
        await().atMost(LIMIT)
                .until(() -> tenant.run("apply", "-f", pod.toString()).exitCode() == 0);

        ec2.awaitOrder();
        String leader = replicas.leader(tenant);
        replicas.kill(leader);
        tell(leader + " is killed, which has ordered a machine and not heard of it");

        await().atMost(LIMIT)
                .until(() ->
                        tenant.run(
                                        "get",
                                        "nodeclaims",
                                        "-o",
                                        "jsonpath={.items[*].status.providerID}")
                                .output()
                                .startsWith("aws:///eu-central-1"));
        tell("the machine is known to " + replicas.leader(tenant));
        assertThat(replicas.leader(tenant)).isNotEqualTo(leader);
        replicas.awaitReady();
        assertThat(ec2.running()).isOne();
        assertThat(tenant.get("get", "nodeclaims", "-o", "name").lines()).hasSize(1);

        HOST.closeLast();
        assertThat(ec2.running()).isZero();
    }

    private static Kubectl make(String place, List<String> front, String config)
            throws IOException {
        String program = HostedCluster.program(NAME, host().kubeconfigOnLan(), config);
        return HOST.make(place, front, program).kubectl();
    }

    private static HostCluster host() {
        return HOST.cluster();
    }

    /// The controller manager makes the account that pods run as.
    private static void runOne(String name, Kubectl tenant) {
        await().atMost(LIMIT)
                .until(() ->
                        tenant.run(
                                        "run",
                                        name,
                                        "--image=mooring.local/demo:1",
                                        "--restart=Never",
                                        "--",
                                        "sleep",
                                        "3600")
                                .output()
                                .matches("(?s).*( created|already exists).*"));
        await().atMost(LIMIT)
                .until(() ->
                        tenant.run("wait", "pod/" + name, "--for=condition=Ready", TIMEOUT)
                                        .exitCode()
                                == 0);
    }

    /// By the Service, which leads each time to one of them.
    private static void requireLogsOfEach(Kubectl tenant) {
        String pod =
                tenant.get(
                        "get",
                        "pods",
                        "--selector=app=web",
                        "-o",
                        "jsonpath={.items[0].metadata.name}");
        for (int i = 0; i < 9; i++) {
            assertThat(tenant.get("logs", pod).strip()).isEqualTo("moored");
        }
    }

    /// Which copies of pods there are, and which each is.
    private List<String> copies() {
        return host().kubectl()
                .get(
                        "get",
                        "pods",
                        "--namespace=tenants",
                        "--selector=mooring.io/managed-by=" + NAME,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{\"\\n\"}{end}")
                .lines()
                .toList();
    }

    private Process watchCopies() throws IOException {
        return host().kubectl()
                .startInteractive(
                        "get",
                        "pods",
                        "--namespace=tenants",
                        "--selector=mooring.io/managed-by=" + NAME,
                        "--watch",
                        "--output-watch-events",
                        "-o",
                        "jsonpath={.type} {.object.metadata.name}{\"\\n\"}");
    }

    private static void tell(String what) {
        System.out.printf("replicas: %tT %s%n", LocalTime.now(), what);
    }
}
