package io.mooring.syncer.metrics;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// `/stats/summary` of a kubelet, as `k8s.io/kubelet/pkg/apis/stats/v1alpha1` has it.
final class SummaryJson {

    private SummaryJson() {}

    static String of(NodeReading reading) {
        var node = new LinkedHashMap<String, Object>();
        node.put("nodeName", reading.node().name());
        node.put("startTime", created(reading.node()));
        reading.whole().ifPresent(counted -> put(node, counted));
        var pods = reading.pods().stream().map(SummaryJson::of).toList();
        return new KubeObject(Map.of("node", node, "pods", pods)).json();
    }

    private static Map<String, Object> of(NodeReading.Pod reading) {
        var pod = reading.pod();
        var told = new LinkedHashMap<String, Object>();
        told.put(
                "podRef",
                Map.of("name", pod.name(), "namespace", pod.namespace(), "uid", pod.uid()));
        told.put("startTime", pod.text("status", "startTime").orElseGet(() -> created(pod)));
        told.put("containers", reading.containers().stream().map(SummaryJson::of).toList());
        reading.whole().ifPresent(counted -> put(told, counted));
        return told;
    }

    private static Map<String, Object> of(NodeReading.Container container) {
        var told = new LinkedHashMap<String, Object>();
        told.put("name", container.name());
        var measured = container.counted().usage().at().toString();
        told.put("startTime", container.started().isEmpty() ? measured : container.started());
        put(told, container.counted());
        return told;
    }

    private static void put(Map<String, Object> told, NodeReading.Counted counted) {
        var time = counted.usage().at().toString();
        told.put(
                "cpu",
                Map.of(
                        "time",
                        time,
                        "usageNanoCores",
                        counted.usage().nanoCores(),
                        "usageCoreNanoSeconds",
                        counted.nanos()));
        told.put("memory", Map.of("time", time, "workingSetBytes", counted.usage().bytes()));
    }

    private static String created(KubeObject object) {
        return object.text("metadata", "creationTimestamp").orElse("1970-01-01T00:00:00Z");
    }
}
