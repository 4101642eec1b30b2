package io.mooring.syncer.engine;

import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/// A tenant's and a host's control plane as upstream built them, with a syncer between them that
/// can be stopped and started. There are no kubelets: the tests act for them.
final class TwoClusters implements AutoCloseable {
    static final HostNames NAMES = new HostNames("vc", "host-ns");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final RealControlPlane tenantPlane;
    private final RealControlPlane hostPlane;
    private final Settings settings;
    private final List<Thread> threads = new ArrayList<>();
    final KubeClient tenant;
    final KubeClient host;
    final Queue<String> told = new ConcurrentLinkedQueue<>();
    private Syncer syncer;

    TwoClusters() throws IOException {
        var other = CompletableFuture.supplyAsync(TwoClusters::started);
        tenantPlane = started();
        hostPlane = other.join();
        tenant = tenantPlane.client();
        host = hostPlane.client();
        create(host, ResourceKind.NAMESPACE, "", "host-ns", Map.of());
        var anchor = create(host, ResourceKind.CONFIG_MAP, "host-ns", "vc", Map.of());
        create(host, ResourceKind.SERVICE_ACCOUNT, "host-ns", "vc-workload", Map.of());
        for (var side : List.of(tenant, host)) {
            create(side, ResourceKind.NODE, "", "node-1", Map.of());
        }
        create(
                tenant,
                ResourceKind.SERVICE,
                "kube-system",
                "kube-dns",
                Map.of("spec", Map.of("ports", List.of(Map.of("port", 53, "protocol", "UDP")))));
        settings =
                new Settings(
                        NAMES,
                        Map.of(
                                "apiVersion", "v1",
                                "kind", "ConfigMap",
                                "name", "vc",
                                "uid", anchor.uid()),
                        "cluster.local",
                        new Settings.ApiAddress("10.96.0.99", 443),
                        "vc-workload",
                        Set.of(),
                        Settings.PodSettings.defaults());
        syncer = running();
    }

    private static RealControlPlane started() {
        try {
            return RealControlPlane.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Syncer running() {
        var fresh =
                new Syncer(
                        settings,
                        new KubeApi(tenant, ListQuery.all()),
                        new KubeApi(host, ListQuery.namespace("host-ns")),
                        (object, message) -> told.add(object.name() + ": " + message),
                        System::nanoTime,
                        InstantSource.system(),
                        new SplittableRandom(6));
        fresh.start();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(fresh::work));
        }
        return fresh;
    }

    Syncer syncer() {
        return syncer;
    }

    void stopSyncer() throws InterruptedException {
        syncer.close();
        for (var thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    void startSyncer() {
        syncer = running();
    }

    static KubeObject create(
            KubeClient side,
            ResourceKind kind,
            String namespace,
            String name,
            Map<String, ?> content) {
        return side.create(kind, KubeObject.of(new ObjectRef(kind, namespace, name), content));
    }

    KubeObject createTenants(
            ResourceKind kind, String namespace, String name, Map<String, ?> content) {
        // what the API server and its controllers make of a new namespace comes a little later
        return awaited(
                "making " + name,
                () -> {
                    try {
                        return Optional.of(create(tenant, kind, namespace, name, content));
                    } catch (KubeFailure.Forbidden _) {
                        return Optional.empty();
                    }
                });
    }

    static ObjectRef copy(ResourceKind kind, String namespace, String name) {
        return ObjectRef.of(kind, "host-ns", NAMES.namespaced(namespace, name));
    }

    KubeObject awaitCopy(ResourceKind kind, String namespace, String name) {
        return awaited("copy of " + name, () -> host.find(copy(kind, namespace, name)));
    }

    void awaitNoCopy(ResourceKind kind, String namespace, String name) {
        await("no copy of " + name, () -> host.find(copy(kind, namespace, name)).isEmpty());
    }

    /// As a scheduler and a kubelet of the host do it.
    void runCopy(KubeObject copy, String phase) {
        host.bind(copy, "node-1", Map.of());
        var status =
                Map.of(
                        "phase",
                        phase,
                        "podIP",
                        "10.1.0.7",
                        "podIPs",
                        List.of(Map.of("ip", "10.1.0.7")),
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True")));
        host.mergePatchStatus(
                ObjectRef.of(ResourceKind.POD, "host-ns", copy.name()), Map.of("status", status));
    }

    /// As a kubelet of the host does it when all containers have ended.
    void endCopy(ObjectRef copy) {
        host.delete(copy, DeleteOptions.defaults().grace(0));
    }

    static <T> T awaited(String what, Callable<Optional<T>> value) {
        return Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(value, Optional::isPresent)
                .orElseThrow();
    }

    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Override
    public void close() throws Exception {
        stopSyncer();
        tenant.close();
        host.close();
        tenantPlane.close();
        hostPlane.close();
    }
}
