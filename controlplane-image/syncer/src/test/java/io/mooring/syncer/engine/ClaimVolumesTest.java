package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.Translators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ClaimVolumesTest {
    private static final ResourceKind CLAIM = ResourceKind.PERSISTENT_VOLUME_CLAIM;
    private static final ResourceKind VOLUME = ResourceKind.PERSISTENT_VOLUME;
    private static final HostNames NAMES = new HostNames("vc", "host-ns");
    private static final Map<String, Object> AFFINITY = Map.of("required", Map.of("on", "n1"));
    private final FakeApi tenant = FakeApi.reliable("seen");
    private final FakeApi host = FakeApi.reliable("host");
    private long nanos;
    private final Syncer syncer =
            new Syncer(
                    settings(),
                    tenant.syncers(),
                    host.syncers(),
                    (_, _) -> {},
                    new NoNodes(),
                    Offers.ALL,
                    this::later,
                    () -> Instant.EPOCH,
                    new SplittableRandom(1));
    private final ClaimVolumes volumes =
            new ClaimVolumes(
                    tenant.syncers(),
                    host.syncers(),
                    NAMES,
                    syncer.objects(),
                    this::later,
                    new SplittableRandom(1));

    private static Settings settings() {
        return new Settings(
                NAMES,
                Map.of(),
                "cluster.local",
                new Settings.ApiAddress("10.0.0.1", 443),
                "vc-workload",
                Set.of(Feature.SCHEDULER_OF_ITS_OWN),
                Translators.KINDS.stream()
                        .filter(ResourceKind::namespaced)
                        .collect(Collectors.toSet()),
                FromHost.nothing(),
                Settings.PodSettings.defaults());
    }

    private long later() {
        nanos += 1_000_000_000L;
        return nanos;
    }

    @Test
    void aTenantSeesWhereTheVolumesOfItsClaimsAreAndNothingElseOfThem() {
        make(tenant, CLAIM, "shop", "data", Map.of("spec", Map.of("storageClassName", "late")));
        syncer.start();
        volumes.start();
        settle();
        var copy = host.find(CLAIM, "host-ns", "data-x-shop-x-vc").orElseThrow();
        volume("pv-1", copy.namespace(), copy.name(), copy.uid());
        volume("pv-2", "host-ns", "data-vc-0", "of-the-control-plane");
        volume("pv-3", copy.namespace(), copy.name(), "of-one-that-is-gone");
        volume("pv-4", "elsewhere", copy.name(), copy.uid());
        settle();

        assertThat(tenant.all(VOLUME)).extracting(KubeObject::name).containsExactly("pv-1");
        var seen = tenant.find(VOLUME, "", "pv-1").orElseThrow();
        var claim = tenant.find(CLAIM, "shop", "data").orElseThrow();
        assertThat(seen.labels())
                .isEqualTo(Map.of("topology.kubernetes.io/zone", "z", Marks.FROM_HOST, "true"));
        assertThat(seen.map("spec"))
                .isEqualTo(
                        Map.of(
                                "capacity",
                                Map.of("storage", "1Gi"),
                                "nodeAffinity",
                                AFFINITY,
                                "persistentVolumeReclaimPolicy",
                                "Retain",
                                "csi",
                                Map.of("driver", "d", "volumeHandle", "h"),
                                "claimRef",
                                Map.of(
                                        "apiVersion", "v1",
                                        "kind", "PersistentVolumeClaim",
                                        "namespace", "shop",
                                        "name", "data",
                                        "uid", claim.uid())));
        assertThat(seen.text("status", "phase")).contains("Bound");

        tenant.delete(CLAIM, claim, OptionalLong.empty());
        settle();
        var left = host.find(VOLUME, "", "pv-1").orElseThrow();
        host.updateStatus(VOLUME, left.with("Released", "status", "phase"));
        settle();
        assertThat(tenant.all(VOLUME)).isEmpty();
    }

    @Test
    void aVolumeOfTheTenantsOwnStays() {
        make(tenant, VOLUME, "", "pv-1", Map.of("status", Map.of("phase", "Bound")));
        syncer.start();
        volumes.start();
        settle();

        assertThat(tenant.find(VOLUME, "", "pv-1").orElseThrow().text("status", "phase"))
                .contains("Bound");
    }

    private void volume(String name, String namespace, String claim, String uid) {
        var reference = new LinkedHashMap<String, Object>();
        reference.put("apiVersion", "v1");
        reference.put("kind", "PersistentVolumeClaim");
        reference.put("namespace", namespace);
        reference.put("name", claim);
        reference.put("uid", uid);
        var csi =
                Map.of(
                        "driver", "d",
                        "volumeHandle", "h",
                        "nodeStageSecretRef", Map.of("name", "key", "namespace", "kube-system"));
        make(
                host,
                VOLUME,
                "",
                name,
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of("topology.kubernetes.io/zone", "z")),
                        "spec",
                        Map.of(
                                "capacity", Map.of("storage", "1Gi"),
                                "persistentVolumeReclaimPolicy", "Delete",
                                "nodeAffinity", AFFINITY,
                                "csi", csi,
                                "claimRef", reference),
                        "status",
                        Map.of("phase", "Bound")));
    }

    private static void make(
            FakeApi api, ResourceKind kind, String namespace, String name, Map<String, ?> content) {
        api.create(kind, KubeObject.of(new ObjectRef(kind, namespace, name), content));
    }

    /// Until nothing more happens, but for what is looked at again now and then.
    private void settle() {
        for (int quiet = 0; quiet < 20; quiet++) {
            for (var watch : watches()) {
                while (watch.hasNews()) {
                    watch.deliver();
                    quiet = 0;
                }
            }
            if (syncer.step()) {
                quiet = 0;
            }
            volumes.step();
        }
    }

    private List<FakeApi.FakeWatch> watches() {
        var watches = new ArrayList<>(tenant.watches());
        watches.addAll(host.watches());
        return watches;
    }
}
