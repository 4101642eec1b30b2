package io.mooring.syncer.metrics;

import io.mooring.kube.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a tenant's pod takes.
record PodUsage(KubeObject pod, List<Container> containers) {
    PodUsage {
        containers = List.copyOf(containers);
    }

    /// @param started as the API writes times; empty if that is not known
    record Container(String name, String started, Usage usage) {}

    /// @param measured of `metrics.k8s.io`, in the tenant's names
    static PodUsage of(KubeObject pod, KubeObject measured) {
        var started = new HashMap<String, String>();
        for (var list : List.of("containerStatuses", "initContainerStatuses")) {
            for (var status : pod.maps("status", list)) {
                new KubeObject(status)
                        .text("state", "running", "startedAt")
                        .ifPresent(since -> started.put(String.valueOf(status.get("name")), since));
            }
        }
        return new PodUsage(
                pod,
                measured.maps("containers").stream()
                        .flatMap(container -> container(measured, container, started).stream())
                        .toList());
    }

    private static Optional<Container> container(
            KubeObject measured, Map<String, Object> container, Map<String, String> started) {
        var name = String.valueOf(container.get("name"));
        return Usage.of(measured, new KubeObject(container).map("usage"))
                .map(usage -> new Container(name, started.getOrDefault(name, ""), usage));
    }

    /// Together, if any was measured.
    Optional<Usage> whole() {
        return Usage.sum(containers.stream().map(Container::usage).toList());
    }

    /// What the counters of it and of its containers are kept by: another pod or container of the
    /// name begins anew.
    Stream<String> keys() {
        return Stream.concat(Stream.of(pod.uid()), containers.stream().map(this::key));
    }

    String key(Container container) {
        return String.join("/", pod.uid(), container.name(), container.started());
    }
}
