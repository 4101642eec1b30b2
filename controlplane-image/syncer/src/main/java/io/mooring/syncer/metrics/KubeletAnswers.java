package io.mooring.syncer.metrics;

import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.kubelet.NodeAnswers;
import io.mooring.syncer.kubelet.NodeCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells as a kubelet does what the host's API `metrics.k8s.io` says of the tenant's pods, and of a
/// node that the tenant sees as it is; and which pods of the tenant a node has.
///
/// The host's kubelets are not asked: whoever may ask them this may run commands in all their pods.
public final class KubeletAnswers implements NodeAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(KubeletAnswers.class);
    private static final String JSON = "application/json";
    private static final String OFF =
            "nothing is measured for this cluster; set integrations.metricsServer.enabled to true,"
                    + " and its pods or nodes not to false";

    /// All nodes are asked at about the same time, and one list has all of them.
    private static final Duration KEPT = Duration.ofSeconds(5);

    /// Twice as many as there are ports for nodes: names that are gone make room.
    private static final int MOST_NODES = 20_000;

    private static final int MOST_CONTAINERS = 1_000_000;

    private final MetricsApi.Source source;
    private final Set<String> measured;
    private final LongSupplier nanoTime;
    private final CpuTotals totals = new CpuTotals(MOST_CONTAINERS);
    private final CpuTotals nodeTotals = new CpuTotals(MOST_NODES);
    // all guarded by this
    private Map<String, List<PodUsage>> byNode = Map.of();
    private long read;
    private boolean isRead;

    /// @param measured `nodes`, `pods`, both or none
    /// @param nanoTime a clock that only goes on
    public KubeletAnswers(MetricsApi.Source source, Set<String> measured, LongSupplier nanoTime) {
        this.source = source;
        this.measured = Set.copyOf(measured);
        this.nanoTime = nanoTime;
    }

    @Override
    public Answer answer(String node, NodeCall call) {
        if (call != NodeCall.PODS && measured.isEmpty()) {
            return new Answer.Never(OFF);
        }
        var metrics = source.now();
        if (metrics.isEmpty()) {
            return new Answer.NotNow("the host cluster cannot be asked now; try again");
        }
        try {
            var known = metrics.get().tenant().find(ObjectRef.cluster(ResourceKind.NODE, node));
            return known.isEmpty()
                    ? new Answer.Never("there is no node " + node)
                    : answer(metrics.get(), known.get(), call);
        } catch (KubeFailure e) {
            LOG.warn("node={} statistics: {}", node, e.getMessage());
            return new Answer.NotNow("the host cluster tells no metrics");
        }
    }

    private Answer answer(Metrics metrics, KubeObject node, NodeCall call) {
        return switch (call) {
            case SUMMARY -> new Answer.Told(JSON, SummaryJson.of(reading(metrics, node)));
            case RESOURCES ->
                    new Answer.Told(ResourceText.TYPE, ResourceText.of(reading(metrics, node)));
            case PODS -> new Answer.Told(JSON, pods(metrics, node).json());
        };
    }

    private static KubeObject pods(Metrics metrics, KubeObject node) {
        var there = ListQuery.all().fields("spec.nodeName=" + node.name());
        var items = metrics.tenant().list(ResourceKind.POD, there).items();
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "PodList",
                        "metadata",
                        Map.of(),
                        "items",
                        items.stream().map(KubeObject::fields).toList()));
    }

    private NodeReading reading(Metrics metrics, KubeObject node) {
        var pods =
                measured.contains("pods")
                        ? latest(metrics).getOrDefault(node.name(), List.of())
                        : List.<PodUsage>of();
        return new NodeReading(
                node, whole(metrics, node, pods), pods.stream().map(this::counted).toList());
    }

    /// One that stands for a node of the host takes what the tenant's pods take of that.
    private Optional<NodeReading.Counted> whole(
            Metrics metrics, KubeObject node, List<PodUsage> pods) {
        if (!measured.contains("nodes")) {
            return Optional.empty();
        }
        return metrics.nodeUsage(node)
                .or(() -> Usage.sum(pods.stream().flatMap(pod -> pod.whole().stream()).toList()))
                .map(usage -> counted(nodeTotals, node.name(), usage));
    }

    private NodeReading.Pod counted(PodUsage pod) {
        return new NodeReading.Pod(
                pod.pod(),
                pod.whole().map(usage -> counted(totals, pod.pod().uid(), usage)),
                pod.containers().stream()
                        .map(container ->
                                new NodeReading.Container(
                                        container.name(),
                                        container.started(),
                                        counted(totals, pod.key(container), container.usage())))
                        .toList());
    }

    private static NodeReading.Counted counted(CpuTotals totals, String key, Usage usage) {
        return new NodeReading.Counted(usage, totals.count(key, usage));
    }

    private synchronized Map<String, List<PodUsage>> latest(Metrics metrics) {
        long now = nanoTime.getAsLong();
        if (!isRead || now - read > KEPT.toNanos()) {
            byNode = metrics.byNode();
            read = now;
            isRead = true;
            totals.keep(
                    byNode.values().stream()
                            .flatMap(List::stream)
                            .flatMap(PodUsage::keys)
                            .collect(Collectors.toSet()));
        }
        return byNode;
    }
}
