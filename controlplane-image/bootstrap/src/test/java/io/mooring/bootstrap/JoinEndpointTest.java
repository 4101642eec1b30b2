package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.Joiner;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.identity.Challenge;
import io.mooring.identity.Evidence;
import io.mooring.identity.MachineIdentities;
import io.mooring.identity.testkit.TestCloud;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.kube.TokenReviewResult;
import io.mooring.pki.CaHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a node sees of the join endpoint, asked by curl as the join script does it.
@ExtendWith(ControlPlaneExtension.class)
final class JoinEndpointTest {
    private static final String SCRIPT = "#!/bin/sh\nexit 0\n";
    private static final TestCloud CLOUD = new TestCloud();
    private final RealControlPlane plane;
    @TempDir Path directory;
    private KubeClient kube;
    private BootstrapTokens tokens;
    private JoinEndpoint endpoint;
    private byte[] kubelet;
    private String token;

    JoinEndpointTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void start() throws Exception {
        kube = plane.client();
        new ClusterBootstrap(kube).apply(Specs.of(plane));
        tokens = new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
        token = tokens.create(TokenRequest.defaults()).value();
        kubelet = new byte[3_000_000];
        new java.util.Random(7).nextBytes(kubelet);
        Files.write(directory.resolve("kubelet"), kubelet);
        Files.writeString(directory.resolve("bridge"), "bridge");
        var files =
                NodeFiles.of(directory, List.of("kubelet", "cni/bridge", "absent"))
                        .rememberingDigestsIn(directory.resolve("digests"));
        endpoint = start(tokens, files);
    }

    private JoinEndpoint start(BootstrapTokens known, NodeFiles files) throws IOException {
        var ofArm = Files.createDirectories(directory.resolve("arm64")).resolve("kubelet");
        Files.writeString(ofArm, "kubelet of arm64");
        var platforms =
                new NodePlatforms(
                        "amd64",
                        Map.of("amd64", files, "arm64", NodeFiles.of(Map.of("kubelet", ofArm))));
        var pki = plane.pki();
        var config =
                new JoinEndpointConfig(
                        0,
                        pki.resolve("join.crt"),
                        pki.resolve("join.key"),
                        pki.resolve("ca.crt"),
                        MachineIdentities.of(CLOUD.anchors(), Clock.systemUTC()),
                        () -> SCRIPT,
                        platforms);
        return JoinEndpoint.start(kube, known, config, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        endpoint.close();
        kube.close();
    }

    @Test
    void the_authority_is_open_and_fits_the_pin() throws Exception {
        var answer = curl("-k", "/node/ca.crt");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(CaHash.ofPem(answer.body()))
                .isEqualTo(CaHash.ofPem(Files.readString(plane.pki().resolve("ca.crt"))));
    }

    @Test
    void a_good_token_gets_the_script_the_list_and_the_files() throws Exception {
        assertThat(bearer(token, "/node/join")).isEqualTo(new Answer(200, SCRIPT));
        assertThat(bearer(token, "/node/files").body())
                .isEqualTo(
                        sha256("bridge")
                                + " 6 cni/bridge\n"
                                + sha256("kubelet")
                                + " 3000000 kubelet\n");
        assertThat(bearer(token, "/node/files/cni/bridge")).isEqualTo(new Answer(200, "bridge"));
        curl(
                "--cacert",
                ca(),
                "-H",
                "Authorization: Bearer " + token,
                "-o",
                "got",
                "/node/files/kubelet");
        assertThat(directory.resolve("got")).hasBinaryContent(kubelet);
    }

    @Test
    void a_node_gets_what_is_for_its_processor_or_is_told_that_there_is_nothing() throws Exception {
        var own = bearer(token, "/node/files");

        assertThat(bearer(token, "/node/files?arch=amd64")).isEqualTo(own);
        assertThat(bearer(token, "/node/files?arch=arm64").body())
                .isEqualTo(sha256("arm64/kubelet") + " 16 kubelet\n");
        assertThat(bearer(token, "/node/files/kubelet?arch=arm64"))
                .isEqualTo(new Answer(200, "kubelet of arm64"));
        assertThat(bearer(token, "/node/files/cni/bridge?arch=arm64").status()).isEqualTo(404);
        for (var path : List.of("/node/files", "/node/files/kubelet")) {
            assertThat(bearer(token, path + "?arch=riscv64"))
                    .isEqualTo(
                            new Answer(
                                    404,
                                    "this control plane has no files for nodes of the architecture riscv64, only for amd64 and arm64; join a machine of such a one, or give the control plane those files (docs/images.md, \"Nodes of another processor\")\n"));
        }
        assertThat(curl("--cacert", ca(), "/node/files?arch=arm64").status()).isEqualTo(401);
    }

    @Test
    void a_node_still_gets_files_after_it_has_registered_and_no_other_later() throws Exception {
        var justNow = tokens.create(TokenRequest.defaults().once());
        var longAgo = tokens.create(TokenRequest.defaults().once());
        var before = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));

        tokens.retire(justNow.id());
        new BootstrapTokens(kube, before, new SecureRandom()).retire(longAgo.id());

        assertThat(bearer(justNow.value(), "/node/files/cni/bridge"))
                .isEqualTo(new Answer(200, "bridge"));
        assertThat(bearer(justNow.value(), "/node/files").status()).isEqualTo(401);
        assertThat(bearer(longAgo.value(), "/node/files/cni/bridge").status()).isEqualTo(401);
    }

    @Test
    void no_name_leads_out_of_the_list() throws Exception {
        for (var name :
                List.of(
                        "absent",
                        "../kubelet",
                        "cni/../kubelet",
                        "%2e%2e/kubelet",
                        "cni",
                        "digests",
                        "")) {
            assertThat(bearer(token, "/node/files/" + name).status()).as(name).isEqualTo(404);
        }
    }

    @Test
    void every_wrong_token_is_told_what_is_wrong() throws Exception {
        var expired = tokens.create(TokenRequest.defaults().ttl(Duration.ofMinutes(1))).value();
        var used = tokens.create(TokenRequest.defaults().once());
        tokens.retire(used.id());

        assertThat(curl("--cacert", ca(), "/node/join"))
                .isEqualTo(
                        new Answer(
                                401, "send a bootstrap token as 'Authorization: Bearer TOKEN'\n"));
        assertThat(bearer("nonsense", "/node/join"))
                .isEqualTo(
                        new Answer(
                                401,
                                "the token is malformed: it must be 6 characters, a dot and 16 characters of a-z and 0-9\n"));
        assertThat(bearer(token.substring(0, 7) + "0000000000000000", "/node/files"))
                .isEqualTo(
                        new Answer(
                                401,
                                "the token is unknown or has expired: make a new one with 'mooring token create'\n"));
        assertThat(bearer(used.value(), "/node/join"))
                .isEqualTo(
                        new Answer(
                                401,
                                "the single-use token has been used: make a new one with 'mooring token create --single-use'\n"));

        var late =
                new BootstrapTokens(
                        kube,
                        Clock.offset(Clock.systemUTC(), Duration.ofHours(1)),
                        new SecureRandom());
        endpoint.close();
        endpoint = start(late, NodeFiles.of(Map.of()));
        var answer = bearer(expired, "/node/join");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body())
                .startsWith("the token has expired at 20")
                .contains("make a new one");
    }

    @Test
    void a_node_that_has_registered_joins_once_more_by_its_certificate() throws Exception {
        var once = tokens.create(TokenRequest.defaults().once());
        var approver = NodeCertificateApprover.start(kube, tokens, Clock.systemUTC());
        var joiner = new Joiner(plane, directory);
        try (var by = joiner.byToken(token)) {
            joiner.certificate(kube, joiner.requestClient(by, "again"));
        } finally {
            approver.close();
        }
        tokens.retire(once.id());
        var used = "Authorization: Bearer " + once.value();

        assertThat(curl("--cacert", ca(), "-H", used, "/node/join").status()).isEqualTo(401);
        assertThat(asNode("again", "-H", used, "/node/join")).isEqualTo(new Answer(200, SCRIPT));
        assertThat(asNode("again", "-H", used, "/node/files").status()).isEqualTo(200);
        assertThat(asNode("again", "-H", used, "/node/files/cni/bridge"))
                .isEqualTo(new Answer(200, "bridge"));
    }

    @Test
    void a_node_gets_a_token_for_the_tunnel_with_its_certificate_only() throws Exception {
        var approver = NodeCertificateApprover.start(kube, tokens, Clock.systemUTC());
        var joiner = new Joiner(plane, directory);
        try (var by = joiner.byToken(token)) {
            joiner.certificate(kube, joiner.requestClient(by, "dialler"));
        } finally {
            approver.close();
        }

        assertThat(asNode("dialler", "-X", "POST", "/node/agent-token"))
                .isEqualTo(
                        new Answer(
                                403,
                                "there is no node dialler; the kubelet has to register it first\n"));
        var node = ObjectRef.cluster(ResourceKind.NODE, "dialler");
        kube.create(ResourceKind.NODE, KubeObject.of(node, Map.of()));
        var issued = asNode("dialler", "-X", "POST", "/node/agent-token");

        assertThat(issued.status()).isEqualTo(200);
        assertThat(
                        kube.reviewToken(
                                new Secret(issued.body()), List.of("system:konnectivity-server")))
                .isInstanceOfSatisfying(
                        TokenReviewResult.Authenticated.class,
                        who -> {
                            assertThat(who.username())
                                    .isEqualTo(
                                            "system:serviceaccount:kube-system:konnectivity-agent");
                            assertThat(who.extra().get("authentication.kubernetes.io/node-name"))
                                    .containsExactly("dialler");
                        });
        assertThat(
                        curl(
                                "--cacert",
                                ca(),
                                "-X",
                                "POST",
                                "-H",
                                "Authorization: Bearer " + token,
                                "/node/agent-token"))
                .isEqualTo(new Answer(401, "this needs the client certificate of a node\n"));
        assertThat(
                        asNode(
                                        "dialler",
                                        "-d",
                                        "{\"node\":\"dialler\",\"phase\":\"joined\"}",
                                        "/node/status")
                                .status())
                .isEqualTo(200);
        assertThat(
                        asNode(
                                "dialler",
                                "-d",
                                "{\"node\":\"other\",\"phase\":\"joined\"}",
                                "/node/status"))
                .isEqualTo(new Answer(403, "you may only report of node dialler\n"));
        kube.delete(node);
    }

    @Test
    void a_certificate_that_is_no_nodes_is_no_node() throws Exception {
        var answer =
                curl(
                        "--cacert",
                        ca(),
                        "--cert",
                        plane.pki().resolve("apiserver-kubelet-client.crt").toString(),
                        "--key",
                        plane.pki().resolve("apiserver-kubelet-client.key").toString(),
                        "-X",
                        "POST",
                        "/node/agent-token");

        assertThat(answer)
                .isEqualTo(new Answer(401, "this needs the client certificate of a node\n"));
    }

    @Test
    void reports_are_kept_by_node_and_bounded() throws Exception {
        report("{\"node\":\"n1\",\"phase\":\"fetching\",\"message\":\"3 files\"}");
        report("{\"node\":\"n1\",\"phase\":\"failed\",\"message\":\"no\\u001b[31m\\nspace\"}");

        assertThat(endpoint.statuses()).containsOnlyKeys("n1");
        assertThat(endpoint.statuses().get("n1").phase()).isEqualTo("failed");
        assertThat(endpoint.statuses().get("n1").message()).isEqualTo("no [31m space");
        Files.writeString(
                directory.resolve("big"),
                "{\"node\":\"n1\",\"phase\":\"p\",\"message\":\"" + "x".repeat(20_000) + "\"}");
        for (var wrong :
                List.of("[]", "{\"node\":\"n1\"}", "{\"node\":\"../x\",\"phase\":\"p\"}", "@big")) {
            assertThat(report(wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void a_node_bound_token_reports_of_its_node_only() throws Exception {
        var bound = tokens.create(TokenRequest.defaults().forNode("mine")).value();

        var other =
                curl(
                        "--cacert",
                        ca(),
                        "-H",
                        "Authorization: Bearer " + bound,
                        "-d",
                        "{\"node\":\"n1\",\"phase\":\"p\"}",
                        "/node/status");

        assertThat(other).isEqualTo(new Answer(403, "you may only report of node mine\n"));
    }

    @Test
    void a_token_that_a_machine_must_prove_lets_in_nobody_else() throws Exception {
        var ec2 =
                Map.of("accountId", "123456789012", "region", "eu-central-1", "instanceId", "i-0a");
        var other =
                Map.of("accountId", "123456789012", "region", "eu-central-1", "instanceId", "i-0b");
        var bound = tokens.create(TokenRequest.defaults().forNode("proven").provenBy("aws"));
        var own = CLOUD.ec2(ec2, Instant.now());
        var key = "k".repeat(64);

        assertThat(MachineProofs.wanted(kube, "aws")).isTrue();
        assertThat(MachineProofs.wanted(kube, "azure")).isFalse();
        assertThat(kube.reviewToken(new Secret(bound.value()), List.of()))
                .isNotInstanceOf(TokenReviewResult.Authenticated.class);
        assertThat(bearer(bound.value(), "/node/join"))
                .isEqualTo(
                        new Answer(
                                401,
                                "this token lets in nobody but the machine that it was made for, which has to prove by a document of aws that it is that one: POST /node/identity\n"));
        assertThat(bearer(bound.value(), "/node/files/kubelet").status()).isEqualTo(401);
        assertThat(prove(bound.value(), "aws", own, key))
                .isEqualTo(
                        new Answer(
                                503,
                                "this token is not bound to a machine yet: whoever makes the machine does that as soon as it sees it\n"));

        assertThat(MachineProofs.bind(tokens, bound.id(), ec2)).isTrue();
        assertThat(MachineProofs.bind(tokens, bound.id(), ec2)).isTrue();
        assertThat(MachineProofs.bind(tokens, bound.id(), other)).isFalse();
        assertThat(prove(bound.value(), "aws", CLOUD.ec2(other, Instant.now()), key))
                .isEqualTo(
                        new Answer(
                                403,
                                "the token was made for another machine than this one, whose instanceId is \"i-0b\"\n"));
        assertThat(prove(bound.value(), "gcp", own, key).status()).isEqualTo(403);
        assertThat(prove(bound.value(), "aws", own, "short").status()).isEqualTo(400);
        assertThat(prove(bound.value(), "aws", new Evidence("x".repeat(16_000), ""), key).status())
                .isEqualTo(403);

        var first = prove(bound.value(), "aws", own, key);
        assertThat(first.status()).isEqualTo(200);
        var again = prove(bound.value(), "aws", own, key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(prove(bound.value(), "aws", own, "m".repeat(64)))
                .satisfies(it -> assertThat(it.status()).isEqualTo(403))
                .satisfies(it -> assertThat(it.body()).startsWith("this token was used already"));
        assertThat(bearer(first.body().strip(), "/node/join").status()).isEqualTo(401);
        assertThat(bearer(again.body().strip(), "/node/join")).isEqualTo(new Answer(200, SCRIPT));
        var given = tokens.find(again.body().substring(0, 6)).orElseThrow();
        assertThat(given.nodeName()).contains("proven");
        assertThat(given.singleUse()).isTrue();

        tokens.retire(given.id());
        assertThat(prove(bound.value(), "aws", own, key))
                .isEqualTo(new Answer(403, "this token has been used, and its node has joined\n"));
        assertThat(tokens.delete(bound.id())).isTrue();
        assertThat(tokens.find(given.id())).isEmpty();
    }

    @Test
    void documents_that_are_made_for_a_token_are_good_with_that_one_only() throws Exception {
        var google =
                Map.of(
                        "project_id",
                        "shop",
                        "zone",
                        "z",
                        "instance_name",
                        "n",
                        "instance_id",
                        "42");
        var hash = CaHash.ofPem(Files.readString(plane.pki().resolve("ca.crt")));
        var one = tokens.create(TokenRequest.defaults().forNode("one").provenBy("gcp"));
        var two = tokens.create(TokenRequest.defaults().forNode("two").provenBy("gcp"));
        MachineProofs.bind(tokens, one.id(), google);
        MachineProofs.bind(tokens, two.id(), google);
        var document = CLOUD.google(google, Challenge.of(hash, one.id()), Instant.now());

        assertThat(prove(two.value(), "gcp", document, "k".repeat(64)).body())
                .contains("not for this join token of this cluster");
        assertThat(prove(one.value(), "gcp", document, "k".repeat(64)).status()).isEqualTo(200);
        assertThat(prove(token, "gcp", document, "k".repeat(64)))
                .isEqualTo(
                        new Answer(
                                400,
                                "this token needs no identity document: join with it as it is\n"));
    }

    private Answer prove(String shown, String cloud, Evidence evidence, String key)
            throws Exception {
        Files.writeString(directory.resolve("document"), evidence.document());
        return curl(
                "--cacert",
                ca(),
                "-H",
                "Authorization: Bearer " + shown,
                "--data-urlencode",
                "cloud=" + cloud,
                "--data-urlencode",
                "key=" + key,
                "--data-urlencode",
                "document@document",
                "--data-urlencode",
                "chain=" + evidence.chain(),
                "/node/identity");
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        assertThat(curl("-k", "/version"))
                .isEqualTo(new Answer(404, "there is no /version here\n"));
        assertThat(curl("-k", "-X", "DELETE", "/node/join").status()).isEqualTo(404);
    }

    private record Answer(int status, String body) {}

    private Answer report(String json) throws Exception {
        return curl(
                "--cacert",
                ca(),
                "-H",
                "Authorization: Bearer " + token,
                "-d",
                json,
                "/node/status");
    }

    private Answer bearer(String shown, String path) throws Exception {
        return curl("--cacert", ca(), "-H", "Authorization: Bearer " + shown, path);
    }

    private Answer asNode(String node, String... arguments) throws Exception {
        var all =
                new ArrayList<>(
                        List.of("--cacert", ca(), "--cert", node + ".crt", "--key", node + ".key"));
        all.addAll(List.of(arguments));
        return curl(all.toArray(String[]::new));
    }

    /// The last argument is the path.
    private Answer curl(String... arguments) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "-sS",
                                "--path-as-is",
                                "--max-time",
                                "20",
                                "-w",
                                "\n%{http_code}"));
        command.addAll(
                List.of("--connect-to", "join.mooring.internal:443:127.0.0.1:" + endpoint.port()));
        command.addAll(List.of(arguments).subList(0, arguments.length - 1));
        command.add("https://join.mooring.internal" + arguments[arguments.length - 1]);
        var process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int line = output.lastIndexOf('\n');
        assertThat(process.waitFor()).as(output).isZero();
        return new Answer(Integer.parseInt(output.substring(line + 1)), output.substring(0, line));
    }

    private String ca() {
        return plane.pki().resolve("ca.crt").toString();
    }

    private String sha256(String file) throws Exception {
        var process = new ProcessBuilder("sha256sum", directory.resolve(file).toString()).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .substring(0, 64);
    }
}
