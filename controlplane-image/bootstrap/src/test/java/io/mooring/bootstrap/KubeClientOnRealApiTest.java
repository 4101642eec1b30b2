package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.BoundObject;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.kube.TokenReviewResult;
import io.mooring.kube.WatchHandler;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
final class KubeClientOnRealApiTest {
    private final RealControlPlane plane;
    private KubeClient kube;

    KubeClientOnRealApiTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void connect() throws Exception {
        kube = plane.client();
    }

    @AfterEach
    void disconnect() {
        kube.close();
    }

    @Test
    void an_object_lives_from_create_to_delete() {
        var ref = configMap("life");

        kube.create(ref.kind(), KubeObject.of(ref, Map.of("data", Map.of("a", "1"))));
        var patched = kube.mergePatch(ref, Map.of("data", Map.of("b", "2")));

        assertThat(patched.texts("data")).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(kube.get(ref).uid()).isEqualTo(patched.uid()).isNotEmpty();
        assertThat(kube.delete(ref, DeleteOptions.defaults().grace(0))).isTrue();
        assertThat(kube.delete(ref)).isFalse();
        assertThat(kube.find(ref)).isEmpty();
    }

    @Test
    void a_renewed_client_calls_with_its_new_identity() throws Exception {
        var other = Files.readString(plane.kubeconfig("scheduler.conf"));
        var before = whoAmI();

        kube.renew(other);

        assertThat(before).isNotEqualTo("system:kube-scheduler");
        assertThat(whoAmI()).isEqualTo("system:kube-scheduler");
    }

    private String whoAmI() {
        var kind =
                new ResourceKind(
                        "authentication.k8s.io/v1",
                        "SelfSubjectReview",
                        "selfsubjectreviews",
                        false);
        return kube.create(
                        kind,
                        KubeObject.parse(
                                "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\":"
                                        + " \"SelfSubjectReview\", \"metadata\": {}}"))
                .text("status", "userInfo", "username")
                .orElse("");
    }

    @Test
    void applying_twice_writes_once_and_owns_its_fields() {
        var ref = configMap("applied");
        var object = KubeObject.of(ref, Map.of("data", Map.of("a", "1")));

        var first = kube.apply(ref.kind(), object);
        var second = kube.apply(ref.kind(), object);

        assertThat(second.resourceVersion()).isEqualTo(first.resourceVersion());
        assertThat(second.maps("metadata", "managedFields"))
                .singleElement()
                .satisfies(m -> assertThat(m).containsEntry("manager", "mooring"));
        kube.delete(ref);
    }

    @Test
    void failures_have_types_callers_can_decide_on() {
        var ref = configMap("typed");
        var object = KubeObject.of(ref, Map.of());
        var created = kube.create(ref.kind(), object);
        kube.mergePatch(ref, Map.of("data", Map.of("a", "1")));

        assertThatThrownBy(() -> kube.get(configMap("absent")))
                .isInstanceOf(KubeFailure.NotFound.class)
                .hasMessage(
                        "get configmaps default/absent at https://"
                                + plane.endpoint()
                                + ": 404 NotFound: configmaps \"absent\" not found");
        assertThatThrownBy(() -> kube.create(ref.kind(), object))
                .isInstanceOfSatisfying(
                        KubeFailure.Conflict.class,
                        e -> assertThat(e.reason()).isEqualTo("AlreadyExists"));
        assertThatThrownBy(() -> kube.replace(ref.kind(), created))
                .isInstanceOfSatisfying(
                        KubeFailure.Conflict.class,
                        e -> assertThat(e.reason()).isEqualTo("Conflict"));
        assertThatThrownBy(() -> kube.mergePatch(ref, Map.of("data", "text")))
                .isInstanceOf(KubeFailure.Invalid.class);
        kube.delete(ref);
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() throws Exception {
        var kubeconfig =
                java.nio.file.Files.readString(plane.kubeconfig("server.conf"))
                        .replace(plane.endpoint(), "127.0.0.1:1");

        try (var nobody = KubeClient.fromKubeconfig(kubeconfig)) {
            assertThatThrownBy(() -> nobody.rawGet("/readyz"))
                    .isInstanceOf(KubeFailure.Unavailable.class)
                    .hasMessageContaining("check that the API server runs");
        }
    }

    @Test
    void lists_select_by_labels_and_fields() {
        for (var name : List.of("l1", "l2", "l3")) {
            var labels = Map.of("set", name.equals("l3") ? "b" : "a");
            kube.apply(
                    ResourceKind.CONFIG_MAP,
                    KubeObject.of(configMap(name), Map.of("metadata", Map.of("labels", labels))));
        }

        var query = ListQuery.namespace("default").labels("set in (a,b),set!=b");

        assertThat(names(query)).containsExactly("l1", "l2");
        assertThat(names(query.fields("metadata.name=l2"))).containsExactly("l2");
        assertThat(kube.list(ResourceKind.CONFIG_MAP, query).items().getFirst().kind())
                .isEqualTo("ConfigMap");
        List.of("l1", "l2", "l3").forEach(name -> kube.delete(configMap(name)));
    }

    @Test
    void a_watch_tells_what_is_what_comes_and_what_goes() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        kube.apply(ResourceKind.CONFIG_MAP, watched("w1", "old"));
        var query = ListQuery.namespace("default").labels("watched=yes");

        try (var watch = kube.watch(ResourceKind.CONFIG_MAP, query, recorder(told))) {
            assertThat(watch.awaitSynced(Duration.ofSeconds(10))).isTrue();
            kube.apply(ResourceKind.CONFIG_MAP, watched("w2", "new"));
            kube.apply(ResourceKind.CONFIG_MAP, watched("w1", "changed"));
            kube.delete(configMap("w1"));
            kube.delete(configMap("w2"));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(told)
                                    .containsExactly(
                                            "+w1=old",
                                            "synced",
                                            "+w2=new",
                                            "+w1=changed",
                                            "-w1",
                                            "-w2"));
        }
    }

    @Test
    void an_issued_token_is_recognised_for_its_audience_only() {
        var node = ObjectRef.cluster(ResourceKind.NODE, "token-node");
        var uid = kube.apply(ResourceKind.NODE, KubeObject.of(node, Map.of())).uid();
        kube.apply(
                ResourceKind.SERVICE_ACCOUNT,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SERVICE_ACCOUNT, "default", "agent"), Map.of()));

        var issued =
                kube.requestToken(
                        "default",
                        "agent",
                        List.of("tunnel"),
                        Duration.ofHours(1),
                        Optional.of(new BoundObject("Node", "token-node", uid)));

        assertThat(issued.toString()).doesNotContain(issued.token().value());
        assertThat(issued.expiry()).isAfter(Instant.now().plusSeconds(3000));
        assertThat(kube.reviewToken(issued.token(), List.of("tunnel")))
                .isInstanceOfSatisfying(
                        TokenReviewResult.Authenticated.class,
                        who -> {
                            assertThat(who.username())
                                    .isEqualTo("system:serviceaccount:default:agent");
                            assertThat(who.extra().get("authentication.kubernetes.io/node-name"))
                                    .containsExactly("token-node");
                        });
        assertThat(kube.reviewToken(issued.token(), List.of("other")))
                .isInstanceOf(TokenReviewResult.Rejected.class);
        assertThat(kube.reviewToken(new Secret("nonsense"), List.of("tunnel")))
                .isInstanceOf(TokenReviewResult.Rejected.class);
        kube.delete(node);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        kube.reviewToken(issued.token(), List.of("tunnel"))
                                instanceof TokenReviewResult.Rejected);
    }

    private List<String> names(ListQuery query) {
        return kube.list(ResourceKind.CONFIG_MAP, query).items().stream()
                .map(KubeObject::name)
                .toList();
    }

    private static ObjectRef configMap(String name) {
        return ObjectRef.of(ResourceKind.CONFIG_MAP, "default", name);
    }

    private static KubeObject watched(String name, String value) {
        return KubeObject.of(
                configMap(name),
                Map.of(
                        "metadata", Map.of("labels", Map.of("watched", "yes")),
                        "data", Map.of("v", value)));
    }

    private static WatchHandler recorder(Queue<String> told) {
        return new WatchHandler() {
            @Override
            public void present(KubeObject object) {
                told.add("+" + object.name() + "=" + object.text("data", "v").orElse(""));
            }

            @Override
            public void gone(KubeObject object) {
                told.add("-" + object.name());
            }

            @Override
            public void synced() {
                told.add("synced");
            }
        };
    }
}
