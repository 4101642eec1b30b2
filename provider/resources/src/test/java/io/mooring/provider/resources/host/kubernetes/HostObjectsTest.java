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
    void aControlPlaneThatIsItsTenantsDnsHasPortsForIt() {
        var ports = container(object("StatefulSet", "shop", "")).maps("ports");
        var embedded = "controlPlane: {coredns: {embedded: true}}";

        assertThat(ports).extracting(port -> port.get("name")).containsExactly("https");
        assertThat(container(object("StatefulSet", "shop", embedded)).maps("ports"))
                .extracting(port -> port.get("name") + " " + port.get("containerPort"))
                .containsExactly("https 8443", "dns 1053", "dns-tcp 1053", "metrics 9153");
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

    @Test
    void whatSnapshotsNeedIsInThePodAsFilesAndNoRightToReadIt() {
        String config =
                """
                privateNodes: {enabled: true}
                snapshots:
                  auto:
                    schedule: '@daily'
                    storage: {type: s3, s3: {url: s3://safe/shop, credential: {secretName: keys}}}
                  encryption: {secretName: words}
                  restore: {url: s3://safe/shop/a.snapshot, credential: {secretName: old}}
                """;
        KubeObject set = object("StatefulSet", "shop", config);

        assertThat(set.maps("spec", "template", "spec", "volumes"))
                .contains(
                        secretVolume("snapshot-encryption", "words"),
                        secretVolume("snapshot-storage", "keys"),
                        secretVolume("snapshot-restore", "old"));
        assertThat(container(set).maps("volumeMounts"))
                .contains(
                        secretMount("snapshot-encryption"),
                        secretMount("snapshot-storage"),
                        secretMount("snapshot-restore"));
        assertThat(object("Role", "shop", config).json()).doesNotContain("words", "keys", "old");
    }

    @Test
    void snapshotsMayGoToAClaim() {
        KubeObject set =
                object(
                        "StatefulSet",
                        "shop",
                        """
                        privateNodes: {enabled: true}
                        snapshots:
                          auto:
                            schedule: '@daily'
                            storage:
                              type: container
                              container: {path: /backups/shop, volume: {name: backups, path: /backups}}
                          encryption: {secretName: words}
                        """);

        assertThat(set.maps("spec", "template", "spec", "volumes"))
                .contains(
                        Map.of(
                                "name",
                                "snapshots",
                                "persistentVolumeClaim",
                                Map.of("claimName", "backups")));
        assertThat(container(set).maps("volumeMounts"))
                .contains(Map.of("name", "snapshots", "mountPath", "/backups"));
    }

    private static Map<String, Object> secretVolume(String name, String secret) {
        return Map.of("name", name, "secret", Map.of("secretName", secret, "defaultMode", 0440));
    }

    private static Map<String, Object> secretMount(String name) {
        return Map.of(
                "name", name, "mountPath", "/var/run/secrets/mooring/" + name, "readOnly", true);
    }

    @Test
    void aFurtherReleaseOfKubernetesIsInAnImageOfItsOwn() {
        String usual = "privateNodes: {enabled: true}\n";
        String further = "controlPlane: {distro: {k8s: {version: v1.35.4}}%s}";
        String own = ", statefulSet: {image: {registry: r.local, repository: cp, tag: mine}}";

        assertThat(image(usual)).isEqualTo("mooring.local/control-plane:0.1.0");
        assertThat(image(usual + further.formatted("")))
                .isEqualTo("mooring.local/control-plane:0.1.0-kubernetes-v1.35.4");
        assertThat(image(usual + further.formatted(own))).isEqualTo("r.local/cp:mine");
    }

    private static String image(String config) {
        return container(object("StatefulSet", "shop", config)).text("image").orElseThrow();
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
