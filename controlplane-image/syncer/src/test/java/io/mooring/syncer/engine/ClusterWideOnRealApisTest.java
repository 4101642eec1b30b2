package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.Feature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Copies that have no namespace, between two API servers and the controllers of upstream.
@ExtendWith(ControlPlaneExtension.class)
final class ClusterWideOnRealApisTest {
    private static final ResourceKind PRIORITY = ResourceKind.PRIORITY_CLASS;
    private static final ResourceKind STORAGE = ResourceKind.STORAGE_CLASS;
    private static final ResourceKind VOLUME = ResourceKind.PERSISTENT_VOLUME;
    private static final ResourceKind CLAIM = ResourceKind.PERSISTENT_VOLUME_CLAIM;
    private static final String SECRET = "csi.storage.k8s.io/node-stage-secret-";

    private static TwoClusters clusters;

    @BeforeAll
    static void start() throws Exception {
        clusters = new TwoClusters();
        clusters.stopSyncer();
        clusters.startSyncer(
                Set.of(PRIORITY, STORAGE, VOLUME),
                Set.of(
                        Feature.PRIORITY_CLASSES_TO_HOST,
                        Feature.STORAGE_CLASSES_TO_HOST,
                        Feature.PERSISTENT_VOLUMES_TO_HOST));
    }

    @AfterAll
    static void stop() throws Exception {
        if (clusters != null) {
            clusters.close();
        }
    }

    @Test
    void aPodHasThePriorityOfItsTenantsClass() {
        make(ResourceKind.NAMESPACE, "", "urgent", Map.of());
        make(PRIORITY, "", "high", Map.of("value", 1000, "globalDefault", true));
        var container = Map.of("name", "c", "image", "i");
        var spec = Map.of("containers", List.of(container), "priorityClassName", "high");
        make(ResourceKind.POD, "urgent", "web", Map.of("spec", spec));

        var pod = clusters.awaitCopy(ResourceKind.POD, "urgent", "web");
        var copy = clusters.host.get(copy(PRIORITY, "high"));
        assertThat(pod.text("spec", "priorityClassName")).contains(copy.name());
        assertThat(pod.text("spec", "priority")).contains("1000");
        assertThat(copy.text("globalDefault").orElse("false")).isEqualTo("false");
        assertThat(copy.list("metadata", "ownerReferences")).isEmpty();

        clusters.tenant.delete(ObjectRef.cluster(PRIORITY, "high"));
        make(PRIORITY, "", "high", Map.of("value", 2000));
        TwoClusters.await("another value", () -> says(copy(PRIORITY, "high"), "2000", "value"));
        assertThat(clusters.host.find(TwoClusters.copy(ResourceKind.POD, "urgent", "web")))
                .isPresent();

        clusters.tenant.delete(ObjectRef.cluster(PRIORITY, "high"));
        awaitNone(copy(PRIORITY, "high"));
    }

    @Test
    void aClassOfATenantHasItsOwnSecrets() {
        make(ResourceKind.NAMESPACE, "", "disks", Map.of());
        make(ResourceKind.SECRET, "disks", "key", Map.of("data", Map.of("a", "MQ==")));
        var secrets = Map.of(SECRET + "name", "key", SECRET + "namespace", "disks");
        make(STORAGE, "", "fast", Map.of("provisioner", "disk.example.org", "parameters", secrets));
        make(CLAIM, "disks", "data", Map.of("spec", claim(Map.of("storageClassName", "fast"))));

        var secret = clusters.awaitCopy(ResourceKind.SECRET, "disks", "key");
        var copy = TwoClusters.awaited("class", () -> clusters.host.find(copy(STORAGE, "fast")));
        assertThat(copy.texts("parameters"))
                .containsEntry(SECRET + "name", secret.name())
                .containsEntry(SECRET + "namespace", "host-ns");
        assertThat(clusters.awaitCopy(CLAIM, "disks", "data").text("spec", "storageClassName"))
                .contains(copy.name());

        clusters.tenant.delete(ObjectRef.cluster(STORAGE, "fast"));
        awaitNone(copy(STORAGE, "fast"));
        clusters.awaitNoCopy(ResourceKind.SECRET, "disks", "key");
    }

    @Test
    void aTenantsVolumeIsGivenToItsClaimByTheHost() {
        make(ResourceKind.NAMESPACE, "", "files", Map.of());
        var source = Map.of("server", "192.0.2.1", "path", "/a");
        make(VOLUME, "", "share", Map.of("spec", volume(Map.of("nfs", source))));
        make(VOLUME, "", "root", Map.of("spec", volume(Map.of("hostPath", Map.of("path", "/")))));
        make(
                CLAIM,
                "files",
                "data",
                Map.of("spec", claim(Map.of("storageClassName", "", "volumeName", "share"))));
        var volume = ObjectRef.cluster(VOLUME, "share");
        var claim = ObjectRef.of(CLAIM, "files", "data");

        TwoClusters.await(
                "the tenant sees its volume bound",
                () -> phase(clusters.tenant.get(volume), "Bound"));
        TwoClusters.await(
                "the tenant sees its claim bound",
                () -> phase(clusters.tenant.get(claim), "Bound"));
        assertThat(clusters.tenant.get(claim).text("spec", "volumeName")).contains("share");
        var reference = clusters.tenant.get(volume).texts("spec", "claimRef");
        assertThat(reference)
                .containsEntry("namespace", "files")
                .containsEntry("name", "data")
                .containsEntry("uid", clusters.tenant.get(claim).uid());
        var copy = clusters.host.get(copy(VOLUME, "share"));
        assertThat(copy.text("spec", "claimRef", "name"))
                .contains(TwoClusters.copy(CLAIM, "files", "data").name());
        assertThat(copy.list("metadata", "ownerReferences")).isEmpty();
        assertThat(clusters.host.find(copy(VOLUME, "root"))).isEmpty();

        clusters.tenant.delete(claim);
        TwoClusters.await(
                "the volume is released", () -> phase(clusters.tenant.get(volume), "Released"));
        make(
                CLAIM,
                "files",
                "data",
                Map.of("spec", claim(Map.of("storageClassName", "", "volumeName", "share"))));
        TwoClusters.await(
                "the next claim of the name is told that it has to wait",
                () ->
                        clusters.told("files").stream()
                                .anyMatch(it -> it.contains("that volume is for another claim")));
        assertThat(phase(clusters.tenant.get(volume), "Released")).isTrue();
        assertThat(phase(clusters.tenant.get(claim), "Bound")).isFalse();

        clusters.tenant.mergePatch(volume, "{\"spec\":{\"claimRef\":{\"uid\":null}}}");
        TwoClusters.await("it has what was left", () -> phase(clusters.tenant.get(claim), "Bound"));
        TwoClusters.await(
                "the volume is its",
                () ->
                        phase(clusters.tenant.get(volume), "Bound")
                                && clusters.tenant
                                        .get(volume)
                                        .texts("spec", "claimRef")
                                        .get("uid")
                                        .equals(clusters.tenant.get(claim).uid()));

        clusters.tenant.delete(claim);
        clusters.tenant.delete(volume);
        TwoClusters.await("the volume is gone", () -> clusters.tenant.find(volume).isEmpty());
        awaitNone(copy(VOLUME, "share"));
    }

    @Test
    void aClaimGrowsWhereItsClassLetsIt() {
        make(ResourceKind.NAMESPACE, "", "growth", Map.of());
        var grows = Map.of("provisioner", "disk.example.org", "allowVolumeExpansion", true);
        make(STORAGE, "", "wide", grows);
        var disk =
                new HashMap<>(volume(Map.of("nfs", Map.of("server", "192.0.2.1", "path", "/b"))));
        disk.put("storageClassName", "wide");
        disk.put("claimRef", Map.of("namespace", "growth", "name", "data"));
        make(VOLUME, "", "grows", Map.of("spec", disk));
        var named = Map.<String, Object>of("storageClassName", "wide", "volumeName", "grows");
        make(CLAIM, "growth", "data", Map.of("spec", claim(named)));
        var claim = ObjectRef.of(CLAIM, "growth", "data");
        TwoClusters.await("bound", () -> phase(clusters.tenant.get(claim), "Bound"));

        clusters.tenant.mergePatch(
                claim, "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"2Gi\"}}}}");

        var copy = TwoClusters.copy(CLAIM, "growth", "data");
        TwoClusters.await(
                "the copy asks for more",
                () -> says(copy, "2Gi", "spec", "resources", "requests", "storage"));
        clusters.host.mergePatchStatus(
                copy, Map.of("status", Map.of("capacity", Map.of("storage", "2Gi"))));
        TwoClusters.await(
                "the tenant sees it",
                () ->
                        clusters.tenant
                                .get(claim)
                                .text("status", "capacity", "storage")
                                .equals(Optional.of("2Gi")));
    }

    private static Map<String, Object> claim(Map<String, Object> more) {
        var spec = new HashMap<String, Object>(more);
        spec.put("accessModes", List.of("ReadWriteMany"));
        spec.put("resources", Map.of("requests", Map.of("storage", "1Gi")));
        return spec;
    }

    private static Map<String, Object> volume(Map<String, Object> more) {
        var spec = new HashMap<String, Object>(more);
        spec.put("accessModes", List.of("ReadWriteMany"));
        spec.put("capacity", Map.of("storage", "1Gi"));
        return spec;
    }

    private static void make(
            ResourceKind kind, String namespace, String name, Map<String, ?> content) {
        clusters.createTenants(kind, namespace, name, content);
    }

    private static ObjectRef copy(ResourceKind kind, String name) {
        return ObjectRef.cluster(kind, TwoClusters.NAMES.clusterWide(name));
    }

    private static boolean says(ObjectRef ref, String value, String... field) {
        return clusters.host
                .find(ref)
                .flatMap(found -> found.text(field))
                .equals(Optional.of(value));
    }

    private static boolean phase(KubeObject object, String phase) {
        return object.text("status", "phase").equals(Optional.of(phase));
    }

    private static void awaitNone(ObjectRef copy) {
        TwoClusters.await("no " + copy.name(), () -> clusters.host.find(copy).isEmpty());
    }
}
