package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Upstream's own `kubeadm join`, on a real machine that has never seen our join script, told in
/// order. No preflight check is ignored.
@Order(8)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KubeadmJoinTest {

    private static final String NAME = "kubeadm-" + ProcessHandle.current().pid();
    private static final String NODE = "plain";
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String NO_ONES_HASH = "sha256:" + "0".repeat(64);
    private static final String JOINED = "This node has joined the cluster";

    @TempDir static Path directory;

    private PulumiProject project;
    private Kubectl kubectl;
    private BareMachine machine;
    private String endpoint;
    private String caHash;

    @BeforeAll
    void makeAControlPlaneAndABareMachine() {
        project = new PulumiProject(directory, "kubeadm");
        project.program(Programs.clusterWithToken(NAME));
        project.up().succeeded();
        kubectl = Kubectl.of(directory, project.output("kubeconfig"));
        endpoint = project.output("endpoint").replaceFirst("^https://", "");
        caHash = project.output("caCertHash");
        var userData = new KubeadmUserData(endpoint, caPem(), project.output("token"));
        Path demo = Tree.cache().resolve("images/demo.tar");
        machine = BareMachine.powerOn(directory, NAME, NODE, userData.render(), demo);
        await("prepared by its user data, see /var/log/cloud-init-output.log of " + machine)
                .atMost(LIMIT)
                .until(() -> machine.run("test", "-e", "/run/prepared").exitCode() == 0);
    }

    @AfterAll
    void leaveNothingBehind() {
        project.destroy();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    @Test
    @Order(1)
    void aMalformedTokenIsRefused() {
        Command.Result join = kubeadmJoin("not.atoken", caHash);

        assertThat(join.exitCode()).isNotZero();
        assertThat(join.output())
                .contains("Invalid value: \"not.atoken\": the bootstrap token is invalid");
    }

    @Test
    @Order(2)
    void anotherCaThanThePinnedOneIsRefused() {
        Command.Result join = kubeadmJoin(project.output("token"), NO_ONES_HASH);

        assertThat(join.exitCode()).isNotZero();
        assertThat(join.output())
                .contains("cluster CA found in cluster-info ConfigMap is invalid")
                .contains("none of the public keys \"" + caHash + "\" are pinned");
    }

    @Test
    @Order(3)
    void aTokenWithAWrongSecretIsRefused() {
        String guess = idOf(project.output("token")) + ".0000000000000000";

        Command.Result join = kubeadmJoin(guess, caHash);

        assertThat(join.exitCode()).isNotZero();
        assertThat(join.output()).contains("failed to verify JWS signature");
    }

    @Test
    @Order(4)
    void anExpiredTokenIsRefused() {
        String token = mooringToken("create", "--ttl", "1s");
        awaitGone(token);

        Command.Result join = joinWithin("10s", token);

        assertThat(join.exitCode()).isNotZero();
        assertThat(join.output())
                .contains("could not find a JWS signature")
                .contains("for token ID \"" + idOf(token) + "\"");
    }

    @Test
    @Order(5)
    void theJoinCommandOfATokenMakesTheMachineAReadyNode() {
        Command.Result join = machine.run(project.output("joinCommand").split(" "));

        assertThat(join.succeeded()).contains(JOINED).doesNotContain("[ERROR ");
        awaitReady();
    }

    @Test
    @Order(6)
    void bothItsCertificatesAreApprovedByTheControlPlaneAndSignedByTheClustersCa() {
        String user = "system:node:" + NODE;
        String byToken = "system:bootstrap:" + idOf(project.output("token"));

        // The kubelet asks for the second only when it knows its addresses.
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(requests().lines())
                                .contains(
                                        Requests.approved(
                                                "kubernetes.io/kube-apiserver-client-kubelet",
                                                byToken),
                                        Requests.approved("kubernetes.io/kubelet-serving", user))
                                .allSatisfy(l -> assertThat(l).endsWith(Requests.BY_MOORING)));
        assertThat(subjectOf("kubelet-client-current.pem")).contains("CN = " + user);
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(subjectOf("kubelet-server-current.pem"))
                                .contains("CN = " + user));
    }

    @Test
    @Order(7)
    void itRunsPodsInTheRangeItWasGiven() {
        kubectl.get(
                "run",
                "hello",
                "--image=mooring.local/demo:1",
                "--image-pull-policy=Never",
                "--",
                "sleep",
                "1000000");

        kubectl.get("wait", "--for=condition=Ready", "pod/hello", "--timeout=90s");
        assertThat(kubectl.get("get", "node", NODE, "-o", "jsonpath={.spec.podCIDR}"))
                .isEqualTo("10.244.0.0/24");
        assertThat(kubectl.get("get", "pod", "hello", "-o", "jsonpath={.status.podIP}"))
                .startsWith("10.244.0.");
        kubectl.get("delete", "pod", "hello", "--now");
    }

    @Test
    @Order(8)
    void itsKubeletHasSystemdDriveTheControlGroupsAsTheControlPlaneSays() {
        String served =
                kubectl.get(
                        "get",
                        "configmap",
                        "kubelet-config",
                        "--namespace=kube-system",
                        "-o",
                        "jsonpath={.data.kubelet}");

        assertThat(served).contains("\"cgroupDriver\":\"systemd\"");
        assertThat(machine.run("systemctl", "is-active", "kubepods.slice").succeeded())
                .isEqualTo("active");
    }

    @Test
    @Order(9)
    void kubeadmUpgradesItsConfigurationAsTheNode() {
        String upgrade = machine.run("kubeadm", "upgrade", "node").succeeded();

        assertThat(upgrade)
                .contains("The kubelet configuration for this node was successfully upgraded");
    }

    @Test
    @Order(10)
    void aNodeThatWasResetJoinsAgainWithASingleUseTokenWhichIsUsedUpThen() {
        machine.run("kubeadm", "reset", "--force").succeeded();
        kubectl.get("delete", "node", NODE);
        String token = mooringToken("create", "--single-use", "--node-name", NODE);

        assertThat(kubeadmJoin(token, caHash).succeeded()).contains(JOINED);

        awaitReady();
        await("the token to be used up")
                .atMost(LIMIT)
                .until(() ->
                        mooringToken("list")
                                .lines()
                                .anyMatch(l -> l.matches(idOf(token) + " +used .*")));
    }

    @Test
    @Order(11)
    void destroyTakesTheMachineAlong() {
        project.destroy().succeeded();

        assertThat(project.resources()).isEmpty();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    private Command.Result kubeadmJoin(String token, String hash) {
        return machine.run(
                "kubeadm",
                "join",
                endpoint,
                "--token",
                token,
                "--discovery-token-ca-cert-hash",
                hash);
    }

    /// Patience with a token that may still come is a setting without a flag.
    private Command.Result joinWithin(String patience, String token) {
        String configuration =
                """
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery:
                  bootstrapToken: {token: %s, apiServerEndpoint: "%s", caCertHashes: ["%s"]}
                timeouts: {discovery: %s}
                """
                        .formatted(token, endpoint, caHash, patience);
        String script =
                "printf %s \"$1\" >/root/join.yaml && kubeadm join --config /root/join.yaml";
        return machine.run("sh", "-c", script, "sh", configuration);
    }

    /// What `mooring token` prints.
    private String mooringToken(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Tree.launcher("mooring"), "token"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--kubeconfig", kubectl.kubeconfig().toString()));
        return Command.in(directory).run(command.toArray(String[]::new)).succeeded();
    }

    private void awaitGone(String token) {
        await("end of the token")
                .atMost(LIMIT)
                .until(() ->
                        kubectl.run(
                                        "get",
                                        "secret",
                                        "bootstrap-token-" + idOf(token),
                                        "--namespace=kube-system")
                                .output()
                                .contains("NotFound"));
    }

    private static String idOf(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    private String subjectOf(String certificate) {
        String file = "/var/lib/kubelet/pki/" + certificate;
        machine.run("openssl", "verify", "-CAfile", "/etc/kubernetes/pki/ca.crt", file).succeeded();
        return machine.run("openssl", "x509", "-noout", "-subject", "-in", file).succeeded();
    }

    private String requests() {
        return kubectl.get("get", "csr", "-o", "jsonpath=" + Requests.COLUMNS);
    }

    private void awaitReady() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(kubectl.get("get", "nodes", "--no-headers").lines())
                                .singleElement()
                                .asString()
                                .startsWith(NODE)
                                .contains(" Ready "));
    }

    private String caPem() {
        String base64 =
                kubectl.get(
                        "config",
                        "view",
                        "--raw",
                        "-o",
                        "jsonpath={.clusters[0].cluster.certificate-authority-data}");
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    /// How kubectl prints certificate requests here.
    private static final class Requests {

        static final String COLUMNS =
                "{range .items[*]}{.spec.signerName} {.spec.username}"
                        + " {.status.conditions[*].type} {.status.conditions[*].reason}{\"\\n\"}{end}";
        static final String BY_MOORING = " Approved MooringNodeApprover";

        static String approved(String signer, String requestor) {
            return signer + " " + requestor + BY_MOORING;
        }
    }
}
