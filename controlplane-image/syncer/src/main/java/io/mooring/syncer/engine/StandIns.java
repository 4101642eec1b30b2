package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Nodes that stand for those of the host: each has its name and nothing else of it, and is there
/// while pods are.
final class StandIns implements NodeSource {
    static final String FAKE = Keys.DOMAIN + "/fake-node";

    private static final Map<String, Object> AMOUNTS =
            Map.of("cpu", "16", "memory", "32Gi", "pods", "110");

    private final NodeDoors doors;

    StandIns(NodeDoors doors) {
        this.doors = doors;
    }

    static boolean isOne(KubeObject node) {
        return "true".equals(node.labels().get(FAKE));
    }

    @Override
    public void start(Consumer<String> changed, Runnable known) {}

    @Override
    public boolean isKnown() {
        return true;
    }

    @Override
    public Collection<String> names() {
        return List.of();
    }

    @Override
    public Optional<KubeObject> node(String name, boolean hasPods) {
        if (hasPods) {
            return Optional.of(node(name));
        }
        doors.gone(name);
        return Optional.empty();
    }

    private KubeObject node(String name) {
        var labels =
                Map.of("kubernetes.io/hostname", name, "kubernetes.io/os", "linux", FAKE, "true");
        var ready =
                Map.of(
                        "type", "Ready",
                        "status", "True",
                        "reason", "NodeOfTheHost",
                        "message", "stands for a node of the host cluster");
        var status = new LinkedHashMap<String, Object>();
        status.put("capacity", AMOUNTS);
        status.put("allocatable", AMOUNTS);
        status.put("conditions", List.of(ready));
        return doors.placed(
                KubeObject.of(
                        ObjectRef.cluster(ResourceKind.NODE, name),
                        Map.of("metadata", Map.of("labels", labels), "status", status)),
                List.of());
    }

    @Override
    public void close() {}
}
