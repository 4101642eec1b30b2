package io.mooring.syncer.bench;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.WatchHandler;
import io.mooring.syncer.names.Marks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The host's scheduler and kubelets, as far as API servers see them: every copy gets a node and
/// runs at once, and is gone at once when it is deleted. Notes when.
final class FakeNodes implements WatchHandler, AutoCloseable {
    static final int NODES = 50;
    private static final int WRITERS = 8;

    private final KubeClient host;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    private final AutoCloseable watch;

    /// When the host had the copy, and when it had its status, by the name of the tenant's pod.
    final Map<String, Long> created = new ConcurrentHashMap<>();

    final Map<String, Long> running = new ConcurrentHashMap<>();
    final Map<String, Boolean> present = new ConcurrentHashMap<>();

    FakeNodes(KubeClient host) {
        this.host = host;
        this.watch = host.watch(ResourceKind.POD, ListQuery.namespace("host-ns"), this);
    }

    static String name(int number) {
        return "node-" + number;
    }

    @Override
    public void present(KubeObject copy) {
        var name = copy.annotations().getOrDefault(Marks.OBJECT_NAME, copy.name());
        present.put(copy.name(), true);
        if (created.putIfAbsent(name, System.nanoTime()) == null) {
            writers.execute(() -> run(name, copy));
        }
        if (copy.at("metadata", "deletionTimestamp").isPresent()) {
            writers.execute(() -> end(copy));
        }
    }

    @Override
    public void gone(KubeObject copy) {
        present.remove(copy.name());
    }

    private void run(String name, KubeObject copy) {
        var status =
                Map.of(
                        "phase",
                        "Running",
                        "podIP",
                        "10.1.0.7",
                        "podIPs",
                        List.of(Map.of("ip", "10.1.0.7")),
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True")));
        try {
            host.bind(copy, name(Math.floorMod(name.hashCode(), NODES)), Map.of());
            var ref = ObjectRef.of(ResourceKind.POD, copy);
            host.mergePatchStatus(ref, Map.of("status", status));
            running.put(name, System.nanoTime());
        } catch (KubeFailure e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    private void end(KubeObject copy) {
        try {
            host.delete(ObjectRef.of(ResourceKind.POD, copy), DeleteOptions.defaults().grace(0));
        } catch (KubeFailure e) {
            System.err.println("bench: " + e.getMessage());
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
        writers.shutdownNow();
    }
}
