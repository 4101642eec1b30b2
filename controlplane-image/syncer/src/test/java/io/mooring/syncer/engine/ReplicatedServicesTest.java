package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.ServiceReplica;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.Translators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplicatedServicesTest {
    private static final String SPACE = "host-ns";
    private static final String COPY = "web-x-shop-x-vc";
    private static final Map<String, Object> OWNER = Map.of("kind", "ConfigMap", "name", "vc");
    private final FakeApi host = FakeApi.reliable("host");
    private final List<String> told = new ArrayList<>();
    private long nanos;
    private final ReplicatedServices services =
            new ReplicatedServices(
                    settings(),
                    host.syncers(),
                    (service, message) ->
                            told.add(service.namespace() + "/" + service.name() + ": " + message),
                    () -> nanos += 60_000_000_000L,
                    new SplittableRandom(1));

    private static Settings settings() {
        return new Settings(
                new HostNames("vc", SPACE),
                OWNER,
                "cluster.local",
                new Settings.ApiAddress("10.0.0.1", 443),
                "vc-workload",
                Set.of(),
                Translators.KINDS,
                FromHost.nothing(),
                Settings.PodSettings.defaults(),
                Map.of(),
                List.of(),
                List.of(new ServiceReplica("shop", "web", "front")));
    }

    @BeforeEach
    void start() {
        services.start();
    }

    @Test
    void aSecondNameLeadsWhereTheCopyDoesAndComesAndGoesWithIt() {
        copy("app", 80);
        settle();

        var front = find("front");
        assertThat(front.labels()).isEqualTo(Map.of(Marks.REPLICA_OF, "vc"));
        assertThat(front.maps("metadata", "ownerReferences")).containsExactly(OWNER);
        assertThat(front.map("spec", "selector")).isEqualTo(Map.of("a", "app"));
        assertThat(front.maps("spec", "ports")).containsExactly(Map.of("port", 80));
        assertThat(front.text("spec", "clusterIP"))
                .isPresent()
                .isNotEqualTo(find(COPY).text("spec", "clusterIP"));

        host.update(ResourceKind.SERVICE, find(COPY).with(Map.of("a", "b"), "spec", "selector"));
        settle();
        assertThat(find("front").map("spec", "selector")).isEqualTo(Map.of("a", "b"));

        host.update(ResourceKind.SERVICE, find("front").with(Map.of(), "spec", "selector"));
        settle();
        assertThat(find("front").map("spec", "selector")).isEqualTo(Map.of("a", "b"));

        host.delete(ResourceKind.SERVICE, find(COPY), OptionalLong.empty());
        settle();
        assertThat(host.all(ResourceKind.SERVICE)).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aServiceThatHasTheNameAlreadyIsLeftAloneAndTheTenantTold() {
        host.create(
                ResourceKind.SERVICE,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SERVICE, SPACE, "front"),
                        Map.of("spec", Map.of("selector", Map.of("of", "another")))));
        copy("app", 80);
        settle();

        assertThat(find("front").map("spec", "selector")).isEqualTo(Map.of("of", "another"));
        assertThat(told)
                .containsExactly(
                        "shop/web: not replicated: the host namespace has a service front already");
    }

    @Test
    void whatOnlyLooksLikeTheCopyIsNotReplicated() {
        host.create(
                ResourceKind.SERVICE,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SERVICE, SPACE, COPY),
                        Map.of("spec", Map.of("selector", Map.of("of", "another")))));
        settle();

        assertThat(host.find(ResourceKind.SERVICE, SPACE, "front")).isEmpty();
    }

    @Test
    void aServiceWithoutASelectorIsNotReplicatedAndTheTenantTold() {
        copy("", 80);
        settle();

        assertThat(host.find(ResourceKind.SERVICE, SPACE, "front")).isEmpty();
        assertThat(told)
                .containsExactly(
                        "shop/web: not replicated: it has no selector, and its endpoints are not"
                                + " replicated");
    }

    private void copy(String selected, int port) {
        var tenant =
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SERVICE, "shop", "web"),
                        Map.of("metadata", Map.of("uid", "u1")));
        var metadata =
                Map.of(
                        "labels", Map.of(Marks.CLUSTER, "vc", Marks.NAMESPACE, "shop"),
                        "annotations", Marks.annotations(tenant));
        var spec =
                Map.of(
                        "type",
                        "NodePort",
                        "selector",
                        selected.isEmpty() ? Map.of() : Map.of("a", selected),
                        "ports",
                        List.of(Map.of("port", port)));
        host.create(
                ResourceKind.SERVICE,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.SERVICE, SPACE, COPY),
                        Map.of("metadata", metadata, "spec", spec)));
    }

    private KubeObject find(String name) {
        return host.find(ResourceKind.SERVICE, SPACE, name).orElseThrow();
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = false;
            for (var watch : List.copyOf(host.watches())) {
                while (watch.hasNews()) {
                    watch.deliver();
                    more = true;
                }
            }
            more |= services.step();
        }
    }
}
