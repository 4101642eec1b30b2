package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import io.mooring.syncer.kubelet.Pods.Place;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a replica tells its kube-apiserver of pods that another replica syncs.
final class PodLookupTest {

    private static final HostNames NAMES = new HostNames("shop", "tenants");

    @TempDir private Path directory;

    @Test
    void aPodIsWhereItsCopyIsAndNowhereWhereNoneProvesToBeIt() throws Exception {
        var spec = new PkiSpec("host", Set.of(), "127.0.0.1:443", "10.96.0.1", "cluster.local");
        var _ = ClusterPki.ensure(directory, directory.resolve("c"), spec, Clock.systemUTC());
        Files.writeString(directory.resolve("token"), "t");
        Files.writeString(directory.resolve("namespace"), "tenants");
        Path certificate = directory.resolve("apiserver.crt");
        Path key = directory.resolve("apiserver.key");
        try (var host = FakeHost.encrypted("127.0.0.1", certificate, key);
                var api = new FakeHost();
                var tenant = api.client();
                var hosts = new HostClient(identity(host.port()))) {
            var lookup = new PodLookup("shop", tenant, hosts);
            api.put("/api/v1/namespaces/default/pods/web", pod("default", "web", "uid-1"));
            assertThat(lookup.find("default", "web", "")).isEqualTo(new Place.Nowhere());

            host.put(path("web"), copyOf(pod("default", "web", "uid-0")));
            assertThat(lookup.find("default", "web", "")).isEqualTo(new Place.Nowhere());

            host.put(path("web"), copyOf(pod("default", "web", "uid-1")));
            assertThat(lookup.find("default", "web", "c"))
                    .isEqualTo(new Place.At(hosts.now(), "tenants", "web-x-default-x-shop"));
            assertThat(lookup.find("default", "web", "other")).isEqualTo(new Place.Nowhere());
            assertThat(lookup.find("default", "stranger", "")).isEqualTo(new Place.Nowhere());

            host.setDown(true);
            assertThat(lookup.find("default", "web", "c")).isEqualTo(new Place.Unknown());
        }
    }

    private PodIdentity identity(int port) {
        return new PodIdentity(
                directory,
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "127.0.0.1",
                        "KUBERNETES_SERVICE_PORT",
                        Integer.toString(port)));
    }

    private static String path(String name) {
        return "/api/v1/namespaces/tenants/pods/" + NAMES.namespaced("default", name);
    }

    private static KubeObject pod(String namespace, String name, String uid) {
        return KubeObject.of(
                ObjectRef.of(ResourceKind.POD, namespace, name),
                Map.of(
                        "metadata",
                        Map.of("uid", uid),
                        "spec",
                        Map.of("containers", List.of(Map.of("name", "c")))));
    }

    private static KubeObject copyOf(KubeObject tenant) {
        var metadata = new HashMap<String, Object>();
        metadata.put("labels", Marks.labels(NAMES, tenant.namespace()));
        metadata.put("annotations", Marks.annotations(tenant));
        return KubeObject.of(
                ObjectRef.of(
                        ResourceKind.POD,
                        NAMES.hostNamespace(),
                        NAMES.namespaced(tenant.namespace(), tenant.name())),
                Map.of("metadata", metadata));
    }
}
