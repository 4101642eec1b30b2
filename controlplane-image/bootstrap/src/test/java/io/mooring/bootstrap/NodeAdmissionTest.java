package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.Joiner;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Nodes come in through the real API server, controller manager and certificates.
@ExtendWith(ControlPlaneExtension.class)
final class NodeAdmissionTest {
    private final RealControlPlane plane;
    @TempDir Path directory;
    private KubeClient kube;
    private BootstrapTokens tokens;
    private NodeCertificateApprover approver;
    private TokenJanitor janitor;
    private Joiner joiner;

    NodeAdmissionTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void start() throws Exception {
        kube = plane.client();
        new ClusterBootstrap(kube).apply(Specs.of(plane));
        tokens = new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
        approver = NodeCertificateApprover.start(kube, tokens, Clock.systemUTC());
        janitor = TokenJanitor.start(kube, tokens);
        joiner = new Joiner(plane, directory);
    }

    @AfterEach
    void stop() {
        approver.close();
        janitor.close();
        kube.close();
    }

    @Test
    void a_token_gets_a_node_its_client_certificate_and_that_its_serving_certificate()
            throws Exception {
        join(tokens.create(TokenRequest.defaults()), "full");

        try (var node = joiner.byCertificate("full")) {
            node.create(ResourceKind.NODE, KubeObject.of(node("full"), Map.of()));
            var request = serving(node, "full", "DNS:full,IP:10.77.0.9");
            report("full", "10.77.0.9");
            var stolen = serving(node, "full-stolen", "full", "DNS:full,DNS:kubernetes");

            assertThat(Joiner.decision(kube, request)).isEqualTo("Approved");
            assertThat(joiner.certificate(kube, request)).isNotEmptyFile();
            assertThat(kube.get(stolen).list("status", "conditions")).isEmpty();
        }
        kube.delete(node("full"));
    }

    @Test
    void a_single_use_token_lets_one_node_in_and_is_used_up_when_that_has_registered()
            throws Exception {
        var token = tokens.create(TokenRequest.defaults().once());
        join(token, "once-a");

        try (var other = joiner.byToken(token.value())) {
            assertThat(Joiner.decision(kube, joiner.requestClient(other, "once-b")))
                    .isEqualTo(
                            "Denied: the single-use bootstrap token "
                                    + token.id()
                                    + " was used by node once-a");
        }
        assertThat(tokens.find(token.id()).orElseThrow().claimedBy()).contains("once-a");

        try (var node = joiner.byCertificate("once-a")) {
            node.create(ResourceKind.NODE, KubeObject.of(node("once-a"), Map.of()));
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(tokens.check(token.value()))
                                .isInstanceOf(TokenCheck.Used.class));
        assertThat(tokens.find(token.id()).orElseThrow().claimedBy()).contains("once-a");
        kube.delete(node("once-a"));
    }

    @Test
    void a_token_of_a_node_lets_no_other_in() throws Exception {
        var token = tokens.create(TokenRequest.defaults().forNode("mine"));

        try (var by = joiner.byToken(token.value())) {
            assertThat(Joiner.decision(kube, joiner.requestClient(by, "yours")))
                    .startsWith("Denied: the bootstrap token " + token.id() + " is for node mine");
            assertThat(Joiner.decision(kube, joiner.requestClient(by, "mine")))
                    .isEqualTo("Approved");
        }
    }

    @Test
    void the_name_of_a_ready_node_is_not_given_twice() throws Exception {
        kube.create(ResourceKind.NODE, KubeObject.of(node("taken"), Map.of()));
        var ready =
                List.of(Map.of("type", "Ready", "status", "True", "reason", "r", "message", "m"));
        kube.mergePatchStatus(node("taken"), Map.of("status", Map.of("conditions", ready)));

        try (var by = joiner.byToken(tokens.create(TokenRequest.defaults()).value())) {
            assertThat(Joiner.decision(kube, joiner.requestClient(by, "taken")))
                    .startsWith("Denied: there is a ready node taken already");
        }
        kube.delete(node("taken"));
    }

    @Test
    void a_request_of_a_person_is_left_to_people() throws Exception {
        var request = joiner.requestClient(kube, "by-hand");
        try (var by = joiner.byToken(tokens.create(TokenRequest.defaults()).value())) {
            Joiner.decision(kube, joiner.requestClient(by, "after-it"));
        }

        assertThat(kube.get(request).list("status", "conditions")).isEmpty();
    }

    @Test
    void a_node_sees_nodes_and_may_not_read_secrets() throws Exception {
        join(tokens.create(TokenRequest.defaults()), "curious");

        try (var node = joiner.byCertificate("curious")) {
            node.list(ResourceKind.NODE, io.mooring.kube.ListQuery.all());
            node.get(ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-system", "kubelet-config"));
            assertThatThrownBy(() ->
                            node.list(
                                    ResourceKind.SECRET,
                                    io.mooring.kube.ListQuery.namespace("kube-system")))
                    .isInstanceOf(KubeFailure.Forbidden.class);
        }
    }

    private void join(BootstrapToken token, String name) throws Exception {
        try (var by = joiner.byToken(token.value())) {
            var request = joiner.requestClient(by, name);
            assertThat(Joiner.decision(kube, request)).isEqualTo("Approved");
            joiner.certificate(kube, request);
        }
    }

    private ObjectRef serving(KubeClient by, String node, String names) throws Exception {
        return serving(by, node + "-serving", node, names);
    }

    private ObjectRef serving(KubeClient by, String name, String node, String names)
            throws Exception {
        var subject = "/O=system:nodes/CN=system:node:" + node;
        return joiner.request(by, name, Joiner.SERVING, subject, names, "server auth");
    }

    private void report(String node, String address) {
        var addresses = List.of(Map.of("type", "InternalIP", "address", address));
        kube.mergePatchStatus(node(node), Map.of("status", Map.of("addresses", addresses)));
    }

    private static ObjectRef node(String name) {
        return ObjectRef.cluster(ResourceKind.NODE, name);
    }
}
