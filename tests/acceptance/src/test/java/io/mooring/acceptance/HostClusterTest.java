package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The life of a virtual cluster in a namespace of a host cluster, which is a local one with a real
/// node. The second Pulumi program runs on the host's LAN, as that of a user would: from there a
/// node port can be dialled.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostClusterTest {

    private static final String HOST = "host-" + ProcessHandle.current().pid();
    private static final String NAME = "tenant";
    private static final Duration MENDED = Duration.ofSeconds(90);
    private static final String KINDS =
            "all,configmaps,secrets,serviceaccounts,roles,rolebindings,resourcequotas,limitranges,"
                    + "networkpolicies,poddisruptionbudgets,persistentvolumeclaims";
    private static final String CONFIG =
            """
            controlPlane:
              service: {spec: {type: NodePort}, annotations: {example.com/team: shop}}
              statefulSet:
                persistence: {volumeClaim: {enabled: false}}
              advanced: {podDisruptionBudget: {enabled: true}}
            policies:
              limitRange: {enabled: true}
              networkPolicy: {enabled: true}
              resourceQuota:
                enabled: true
                quota: {count/pods: 5, services.nodeports: 2, limits.memory: 8Gi}
            """;

    @TempDir static Path directory;

    private PulumiProject hostProject;
    private PulumiProject project;
    private Kubectl host;
    private String before;

    @BeforeAll
    void bringTheHostUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        Path place = Files.createDirectory(directory.resolve("host"));
        hostProject = new PulumiProject(place, "host");
        hostProject.program(Programs.host(HOST));
        hostProject.up().succeeded();
        host = Kubectl.of(place, hostProject.output("kubeconfig"));
        before = objects();
    }

    @AfterAll
    void leaveNothingBehind() {
        if (project != null) {
            project.destroy();
        }
        hostProject.destroy();
        assertThat(Footprint.of(HOST)).isEmpty();
    }

    @Test
    @Order(1)
    void upMakesAControlPlaneThatAnswersOnItsNodePort() throws IOException {
        Path place = Files.createDirectory(directory.resolve("tenant"));
        Path access =
                Files.writeString(
                        place.resolve("host.conf"),
                        Files.readString(host.kubeconfig())
                                .replaceAll(
                                        "https://127\\.0\\.0\\.1:\\d+", "https://10.76.0.2:8443"));
        project = new PulumiProject(place, "tenant", onTheLan());
        project.program(Programs.inHostCluster(NAME, access.toString(), CONFIG));

        project.up().succeeded();

        assertThat(inTenant("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(project.output("endpoint")).matches("https://10\\.77\\.\\d+\\.\\d+:3\\d{4}");
        assertThat(inTenant("get", "secrets", "-n", "kube-system", "--no-headers"))
                .contains("bootstrap-token-" + project.output("token").substring(0, 6));
    }

    @Test
    @Order(2)
    void theNodePortServesTheJoinEndpointToo() {
        String address = project.output("endpoint").replace("https://", "");
        String port = address.substring(address.indexOf(':') + 1);

        String answer =
                onTheLan(
                                "curl",
                                "-sk",
                                "--connect-to",
                                "join.mooring.internal:" + port + ":" + address,
                                "https://join.mooring.internal:" + port + "/node/ca.crt")
                        .succeeded();

        assertThat(answer).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    @Order(3)
    void thePodIsRestrictedAndItsAccountMayWriteOneSecretOnly() {
        String pod = host.get("get", "pod", NAME + "-0", "-n", "tenants", "-o", "yaml");
        String account = "--as=system:serviceaccount:tenants:" + NAME;

        assertThat(pod)
                .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true", "- ALL")
                .doesNotContain("hostPath", "privileged: true");
        assertThat(host.run("auth", "can-i", "list", "secrets", "-n", "tenants", account).output())
                .contains("no");
        assertThat(host.run("auth", "can-i", "list", "pods", "-A", account).output())
                .contains("no");
        assertThat(
                        host.get(
                                "auth",
                                "can-i",
                                "patch",
                                "secret/" + NAME + "-kubeconfig",
                                "-n",
                                "tenants",
                                account))
                .contains("yes");
    }

    @Test
    @Order(4)
    void upAgainChangesNothing() {
        assertThat(project.refresh().succeeded()).contains("unchanged");
        assertThat(project.run("up", "--yes", "--skip-preview", "--expect-no-changes").succeeded())
                .contains("unchanged");
    }

    @Test
    @Order(5)
    void whatSomebodyChangedIsFoundByRefreshAndMendedByUp() {
        host.get("scale", "statefulset", NAME, "-n", "tenants", "--replicas=0");
        host.get(
                "patch",
                "service",
                NAME,
                "-n",
                "tenants",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/targetPort\",\"value\":1}]");
        host.get("delete", "networkpolicy", NAME, "-n", "tenants");

        project.refresh().succeeded();
        String state = project.resources().toString();
        assertThat(state)
                .contains("Service tenant differs in spec.ports[0].targetPort")
                .contains("StatefulSet tenant differs in spec.replicas")
                .contains("NetworkPolicy tenant is gone");
        project.up().succeeded();

        await().atMost(MENDED)
                .untilAsserted(
                        () -> assertThat(inTenant("get", "--raw", "/readyz")).isEqualTo("ok"));
        assertThat(project.refresh().succeeded()).doesNotContain("differs");
    }

    @Test
    @Order(6)
    void destroyLeavesNothingOnTheHost() {
        project.destroy().succeeded();

        assertThat(objects()).isEqualTo(before);
        project = null;
    }

    private String inTenant(String... arguments) {
        String[] kubectl = new String[arguments.length + 2];
        kubectl[0] = Tree.upstream("kubectl");
        Kubectl access = Kubectl.of(directory.resolve("tenant"), project.output("kubeconfig"));
        kubectl[1] = "--kubeconfig=" + access.kubeconfig();
        System.arraycopy(arguments, 0, kubectl, 2, arguments.length);
        return onTheLan(kubectl).succeeded();
    }

    private static Command.Result onTheLan(String... command) {
        List<String> all = new ArrayList<>(onTheLan());
        all.addAll(List.of(command));
        return Command.in(directory).run(all.toArray(String[]::new));
    }

    private static List<String> onTheLan() {
        return List.of("nsenter", "--net=/run/netns/mooring-" + HOST + "-lan");
    }

    /// Every object of the host cluster that a control plane could leave, and the namespaces.
    private String objects() {
        String names = host.get("get", KINDS + ",namespaces", "-A", "-o", "name");
        return String.join("\n", new TreeSet<>(names.lines().toList()));
    }
}
