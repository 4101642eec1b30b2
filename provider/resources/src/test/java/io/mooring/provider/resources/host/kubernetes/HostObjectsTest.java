package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HostObjectsTest {

    private static final String THREE =
            """
            privateNodes: {enabled: true}
            controlPlane:
              backingStore: {etcd: {embedded: {enabled: true}}}
              statefulSet: {highAvailability: {replicas: 3}}
            """;

    @Test
    void threeReplicasKnowEachOtherAndStartTogether() {
        var set = object("StatefulSet", "shop", THREE);

        assertThat(set.text("spec", "replicas")).contains("3");
        assertThat(set.text("spec", "podManagementPolicy")).contains("Parallel");
        assertThat(arguments(set))
                .containsSubsequence(
                        "--replica=$(POD_NAME)",
                        "--shared-secret=shop-shared",
                        "--member=shop-0=shop-0.shop-headless.tenants.svc",
                        "--member=shop-1=shop-1.shop-headless.tenants.svc",
                        "--member=shop-2=shop-2.shop-headless.tenants.svc");
        assertThat(container(set).maps("env"))
                .anySatisfy(variable ->
                        assertThat(variable.toString()).contains("POD_NAME", "metadata.name"));
        assertThat(
                        object("Service", "shop-headless", THREE)
                                .text("spec", "publishNotReadyAddresses"))
                .contains("true");
    }

    @Test
    void threeReplicasHaveAVolumeEachASharedSecretAndABudget() {
        var names = objects(THREE).map(object -> object.kind() + " " + object.name()).toList();

        assertThat(names)
                .contains(
                        "PersistentVolumeClaim data-shop-0",
                        "PersistentVolumeClaim data-shop-1",
                        "PersistentVolumeClaim data-shop-2",
                        "Secret shop-shared",
                        "PodDisruptionBudget shop");
        assertThat(object("Secret", "shop-shared", THREE).map("data"))
                .as("what is in it is the servers' own")
                .isEmpty();
        assertThat(object("PodDisruptionBudget", "shop", THREE).text("spec", "maxUnavailable"))
                .contains("1");
    }

    @Test
    void oneReplicaIsToldOfNoOther() {
        String one = "privateNodes: {enabled: true}";

        assertThat(arguments(object("StatefulSet", "shop", one)))
                .noneMatch(argument -> argument.matches("--(replica|member|shared-secret)=.*"));
        assertThat(objects(one).map(KubeObject::name)).doesNotContain("shop-shared");
    }

    private static List<String> arguments(KubeObject set) {
        return container(set).list("args").stream().map(String::valueOf).toList();
    }

    private static KubeObject container(KubeObject set) {
        return new KubeObject(
                Map.copyOf(set.maps("spec", "template", "spec", "containers").getFirst()));
    }

    private static KubeObject object(String kind, String name, String config) {
        return objects(config)
                .filter(object -> object.kind().equals(kind) && object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<KubeObject> objects(String config) {
        var scope = new Scope("shop", "tenants", "anchor", ConfigLoader.load(config).config());
        return Stream.concat(
                HostObjects.before(scope).stream(),
                HostObjects.after(scope, "10.1.0.7:443").stream());
    }
}
