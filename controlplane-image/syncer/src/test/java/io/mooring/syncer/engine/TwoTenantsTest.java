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
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Two virtual clusters in one namespace of a host, whose tenants have objects of equal names and
/// try to have each other's.
final class TwoTenantsTest {
    private final FakeApi host = FakeApi.reliable("host");
    private final List<String> told = new ArrayList<>();
    // a second more each time that somebody asks
    private long nanos;
    private final Tenant a = new Tenant("a");
    // its name is such that names of both could be read as the other's
    private final Tenant b = new Tenant("a-x-a");

    /// A virtual cluster of that name.
    private final class Tenant {
        final String name;
        final FakeApi api;
        final Syncer syncer;

        Tenant(String name) {
            this.name = name;
            api = FakeApi.reliable("tenant-" + name);
            var settings =
                    new Settings(
                            new HostNames(name, "host-ns"),
                            Map.of("kind", "ConfigMap", "name", name, "uid", "anchor-" + name),
                            "cluster.local",
                            new Settings.ApiAddress("10.0.0.1", 443),
                            name + "-workload",
                            Set.of(),
                            Translators.KINDS,
                            FromHost.nothing(),
                            Settings.PodSettings.defaults());
            syncer =
                    new Syncer(
                            settings,
                            api.syncers(),
                            host.syncers(),
                            (object, message) -> told.add(object.name() + ": " + message),
                            new NoNodes(),
                            Offers.ALL,
                            () -> nanos += 1_000_000_000L,
                            () -> Instant.EPOCH,
                            new SplittableRandom(1));
            syncer.start();
            service("kube-system", "kube-dns");
        }

        void service(String namespace, String service) {
            make(ResourceKind.SERVICE, namespace, service, Map.of("spec", Map.of()));
        }

        void pod(String namespace, String pod, String secret) {
            make(
                    ResourceKind.POD,
                    namespace,
                    pod,
                    Map.of(
                            "metadata",
                            Map.of("labels", Map.of(Marks.CLUSTER, "a", "app", "web")),
                            "spec",
                            Map.of(
                                    "containers",
                                    List.of(Map.of("name", "c", "image", "i")),
                                    "volumes",
                                    List.of(
                                            Map.of(
                                                    "name",
                                                    "v",
                                                    "secret",
                                                    Map.of("secretName", secret))))));
        }

        void secret(String namespace, String secret) {
            var metadata =
                    Map.of(
                            "annotations",
                            Map.of(
                                    Marks.OBJECT_NAME, "key",
                                    Marks.OBJECT_NAMESPACE, "default"));
            make(
                    ResourceKind.SECRET,
                    namespace,
                    secret,
                    Map.of("metadata", metadata, "data", Map.of("of", name)));
        }

        private void make(
                ResourceKind kind, String namespace, String name, Map<String, ?> content) {
            api.create(kind, KubeObject.of(ObjectRef.of(kind, namespace, name), content));
        }
    }

    @Test
    void neitherHasAnythingOfTheOthers() {
        for (var tenant : List.of(a, b)) {
            tenant.pod("default", "web", "key");
            tenant.secret("default", "key");
            // as the other's copies are called, and as could be read as one of them
            tenant.pod("default", "thief", "key-x-default-x-a");
            tenant.secret("default", "key-x-default-x-a");
            tenant.pod("a", "web-x-default-x", "key-x-default");
            tenant.pod("default-x-a", "web", "key");
            tenant.secret("a", "key-x-default");
            tenant.secret("default-x-a", "key");
        }
        settle();

        var pods = host.all(ResourceKind.POD);
        assertThat(told).allMatch(text -> text.contains("waiting"));
        assertThat(pods).hasSize(8);
        assertThat(host.all(ResourceKind.SECRET)).hasSize(8);
        for (var pod : pods) {
            var owner = pod.labels().get(Marks.CLUSTER);
            assertThat(pod.annotations().get(Marks.OBJECT_UID)).startsWith("tenant-" + owner + "-");
            assertThat(pod.text("spec", "serviceAccountName")).contains(owner + "-workload");
            var volume = new KubeObject(pod.maps("spec", "volumes").getFirst());
            var secret = volume.text("secret", "secretName").orElseThrow();
            assertThat(
                            host.find(ResourceKind.SECRET, "host-ns", secret)
                                    .orElseThrow()
                                    .texts("data"))
                    .as(pod.json())
                    .containsExactly(Map.entry("of", owner));
        }
    }

    @Test
    void whatOneDeletesTheOtherKeeps() {
        for (var tenant : List.of(a, b)) {
            tenant.pod("default", "web", "key");
            tenant.secret("default", "key");
            tenant.service("default", "web");
        }
        settle();
        var before = of("a-x-a");

        for (var kind : List.of(ResourceKind.POD, ResourceKind.SECRET, ResourceKind.SERVICE)) {
            a.api.all(kind).forEach(object -> a.api.delete(kind, object, OptionalLong.of(0)));
        }
        settle();

        assertThat(of("a")).isEmpty();
        assertThat(of("a-x-a")).isEqualTo(before).isNotEmpty();
    }

    private Map<String, KubeObject> of(String cluster) {
        return host.everything().values().stream()
                .filter(object -> cluster.equals(object.labels().get(Marks.CLUSTER)))
                .collect(
                        Collectors.toMap(
                                object -> object.kind() + " " + object.name(), object -> object));
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = false;
            var watches = new ArrayList<>(host.watches());
            watches.addAll(a.api.watches());
            watches.addAll(b.api.watches());
            for (var watch : watches) {
                while (watch.hasNews()) {
                    watch.deliver();
                    more = true;
                }
            }
            more |= a.syncer.step();
            more |= b.syncer.step();
        }
    }
}
