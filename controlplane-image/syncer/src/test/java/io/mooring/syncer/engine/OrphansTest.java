package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.Translators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a syncer does at its start with what it finds in the host namespace, which is all that it
/// has for a memory.
final class OrphansTest {
    private static final ResourceKind KIND = ResourceKind.NETWORK_POLICY;
    private static final HostNames NAMES = new HostNames("vc", "host-ns");
    private static final String COPY = "web-x-shop-x-vc";
    private static final Set<ResourceKind> ALWAYS =
            Set.of(
                    ResourceKind.POD,
                    ResourceKind.SERVICE,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET);
    private final FakeApi tenant = FakeApi.reliable("tenant");
    private final FakeApi host = FakeApi.reliable("host");
    private final List<String> told = new ArrayList<>();
    private long nanos;

    @ParameterizedTest(name = "{0}: {7}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a copy of what the tenant has                  | vc    | web   | shop | networking.k8s.io/v1/NetworkPolicy      | same  | yes | adopted
                    one that was made of an older version          | vc    | web   | shop | networking.k8s.io/v1beta1/NetworkPolicy | same  | yes | adopted
                    one of an object that was made anew since      | vc    | web   | shop | networking.k8s.io/v1/NetworkPolicy      | other | yes | made anew
                    one of what the tenant has no more             | vc    | web   | shop | networking.k8s.io/v1/NetworkPolicy      | other | no  | removed
                    what has a copy's name and nothing else        |       |       |      |                                         |       | yes | left and told
                    the same, and the tenant has no such object    |       |       |      |                                         |       | no  | left
                    a copy whose label was taken away              |       | web   | shop | networking.k8s.io/v1/NetworkPolicy      | same  | yes | left and told
                    what another cluster of this namespace made    | other | web   | shop | networking.k8s.io/v1/NetworkPolicy      | same  | yes | left and told
                    what tells of another object than its name     | vc    | other | shop | networking.k8s.io/v1/NetworkPolicy      | same  | no  | left
                    what tells of another namespace than its name  | vc    | web   | mall | networking.k8s.io/v1/NetworkPolicy      | same  | no  | left
                    what tells of another kind than its own        | vc    | web   | shop | networking.k8s.io/v1/Ingress            | same  | no  | left
                    what tells of nothing but its cluster          | vc    |       |      |                                         |       | no  | left
                    """)
    void whatIsFoundIsAdoptedRemovedOrLeft(
            String title,
            @Nullable String cluster,
            @Nullable String name,
            @Nullable String namespace,
            @Nullable String kind,
            @Nullable String uid,
            String has,
            String outcome) {
        var own = has.equals("yes") ? make(tenant, KIND, "shop", "web", Map.of(), Map.of()) : null;
        var labels = new HashMap<String, Object>(Map.of("was", "here"));
        put(labels, Marks.CLUSTER, cluster);
        var annotations = new HashMap<String, Object>();
        put(annotations, Marks.OBJECT_NAME, name);
        put(annotations, Marks.OBJECT_NAMESPACE, namespace);
        put(annotations, Marks.OBJECT_KIND, kind);
        put(annotations, Marks.OBJECT_UID, own != null && "same".equals(uid) ? own.uid() : uid);
        var found = make(host, KIND, "host-ns", COPY, labels, annotations);

        settle(started(Translators.KINDS));

        var now = host.find(KIND, "host-ns", COPY);
        switch (outcome) {
            case "adopted" -> {
                assertThat(now.orElseThrow().uid()).isEqualTo(found.uid());
                assertThat(now.get().map("spec", "podSelector", "matchLabels"))
                        .containsEntry(Marks.NAMESPACE, "shop");
                assertThat(now.get().labels()).containsEntry("was", "here");
            }
            case "made anew" -> {
                assertThat(now.orElseThrow().uid()).isNotEqualTo(found.uid());
                assertThat(now.get().labels()).doesNotContainKey("was");
            }
            case "removed" -> assertThat(now).isEmpty();
            default -> assertThat(now).contains(found);
        }
        assertThat(told)
                .isEqualTo(
                        outcome.endsWith("told")
                                ? List.of(
                                        "web: not synced: its name in the host cluster, "
                                                + COPY
                                                + ", is that of another object; rename one of them")
                                : List.of());
    }

    private static void put(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    static Stream<ResourceKind> kindsThatCanBeSwitchedOff() {
        return Translators.KINDS.stream().filter(kind -> !ALWAYS.contains(kind));
    }

    @ParameterizedTest
    @MethodSource("kindsThatCanBeSwitchedOff")
    void copiesOfAKindThatIsSwitchedOffStayAndAreMendedOrRemovedWhenItIsSwitchedOn(
            ResourceKind kind) {
        var without = new HashSet<>(Translators.KINDS);
        without.remove(kind);
        make(tenant, ResourceKind.SERVICE, "shop", "web", Map.of(), Map.of());
        make(tenant, ResourceKind.SERVICE, "shop", "goes", Map.of(), Map.of());
        for (var name : List.of("web", "goes")) {
            var of = Map.<String, Object>of("kubernetes.io/service-name", name);
            make(tenant, kind, namespace(kind), name, of, Map.of());
        }
        settle(started(Translators.KINDS));
        var before = copies(kind);
        var copy = NAMES.copy(namespace(kind), "web");
        assertThat(before).containsOnlyKeys(copy, NAMES.copy(namespace(kind), "goes"));

        restart();
        var seen = started(without);
        settle(seen);
        var goes = tenant.find(kind, namespace(kind), "goes").orElseThrow();
        tenant.delete(kind, goes, OptionalLong.empty());
        var web = tenant.find(kind, namespace(kind), "web").orElseThrow();
        tenant.update(kind, web.with("new", "metadata", "labels", "is").with("new", "description"));
        settle(seen);
        assertThat(copies(kind)).isEqualTo(before);

        restart();
        settle(started(Translators.KINDS));
        assertThat(copies(kind)).containsOnlyKeys(copy);
        assertThat(copies(kind).get(copy).uid()).isEqualTo(before.get(copy).uid());
        assertThat(copies(kind).get(copy).text("description")).contains("new");
    }

    private static String namespace(ResourceKind kind) {
        return kind.namespaced() ? "shop" : "";
    }

    private void restart() {
        tenant.dropWatches();
        host.dropWatches();
    }

    private Map<String, KubeObject> copies(ResourceKind kind) {
        var copies = new HashMap<String, KubeObject>();
        host.all(kind).forEach(copy -> copies.put(copy.name(), copy));
        return copies;
    }

    private Syncer started(Set<ResourceKind> kinds) {
        var settings =
                new Settings(
                        NAMES,
                        Map.of("kind", "ConfigMap", "name", "vc", "uid", "anchor"),
                        "cluster.local",
                        new Settings.ApiAddress("10.0.0.1", 443),
                        "vc-workload",
                        Set.of(),
                        kinds,
                        FromHost.nothing(),
                        Settings.PodSettings.defaults());
        var syncer =
                new Syncer(
                        settings,
                        tenant.syncers(),
                        host.syncers(),
                        (object, message) -> told.add(object.name() + ": " + message),
                        new NoNodes(),
                        Offers.ALL,
                        () -> nanos += 1_000_000_000L,
                        () -> Instant.EPOCH,
                        new SplittableRandom(1));
        syncer.start();
        return syncer;
    }

    private static KubeObject make(
            FakeApi api,
            ResourceKind kind,
            String namespace,
            String name,
            Map<String, Object> labels,
            Map<String, Object> annotations) {
        var metadata = Map.of("labels", labels, "annotations", annotations);
        return api.create(
                kind,
                KubeObject.of(
                        ObjectRef.of(kind, namespace, name),
                        Map.of("metadata", metadata, "spec", spec(kind))));
    }

    /// A volume goes over for a claim.
    private static Map<String, Object> spec(ResourceKind kind) {
        return kind.equals(ResourceKind.PERSISTENT_VOLUME)
                ? Map.of("claimRef", Map.of("namespace", "shop", "name", "data"))
                : Map.of();
    }

    private void settle(Syncer syncer) {
        boolean more = true;
        while (more) {
            more = false;
            var watches = new ArrayList<>(tenant.watches());
            watches.addAll(host.watches());
            for (var watch : watches) {
                while (watch.hasNews()) {
                    watch.deliver();
                    more = true;
                }
            }
            more |= syncer.step();
        }
    }
}
