package io.mooring.autoscaler.plan;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A workload as a cluster that has long been at rest but for its pending pods: nodes of pools are
/// claims that are up, pools have the default policies.
final class Written {

    private static final String PROVIDER = "machines";

    private final Workload workload;
    private final Instant since;
    private final TreeMap<String, Pool> pools = new TreeMap<>();
    private final TreeMap<String, Claim> claims = new TreeMap<>();
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    private final TreeMap<String, Pod> pods = new TreeMap<>();

    private Written(Workload workload, Instant since) {
        this.workload = workload;
        this.since = since;
    }

    static Cluster cluster(Workload workload, Instant now) {
        var written = new Written(workload, now.minus(Duration.ofDays(1)));
        workload.nodePools().forEach(pool -> written.pools.put(pool.name(), pool(pool)));
        workload.existingNodes().forEach(written::node);
        for (int i = 0; i < workload.pods().size(); i++) {
            PodTemplate template = workload.podTemplates().get(workload.pods().get(i));
            written.pod("%s/pod-%05d".formatted(template.namespace(), i), template, "");
        }
        return new Cluster(
                written.pools,
                written.claims,
                written.nodes,
                written.pods,
                List.of(),
                workload.daemonPods(),
                List.of(),
                workload.namespaces(),
                new TreeMap<>(java.util.Map.of(PROVIDER, workload.instanceTypes())));
    }

    private static Pool pool(NodePool placement) {
        return new Pool(
                placement,
                PROVIDER,
                null,
                List.of(),
                null,
                null,
                Pool.Consolidation.DEFAULT,
                List.of(),
                Pool.Timeouts.DEFAULT,
                null,
                false);
    }

    private void node(ExistingNode node) {
        nodes.put(
                node.name(),
                new Node(
                        node.name(),
                        node.name(),
                        node.labels(),
                        node.taints(),
                        node.allocatable(),
                        true,
                        since,
                        0,
                        false));
        for (int i = 0; i < node.pods().size(); i++) {
            PodTemplate template = workload.podTemplates().get(node.pods().get(i));
            pod(
                    "%s/%s-%03d".formatted(template.namespace(), node.name(), i),
                    template,
                    node.name());
        }
        Pool pool = pools.get(node.nodePool());
        if (pool != null) {
            claims.put(node.name(), claim(node, pool));
        }
    }

    private Claim claim(ExistingNode node, Pool pool) {
        SortedMap<String, Long> capacity =
                workload.instanceTypes().stream()
                        .filter(type -> type.name().equals(node.instanceType()))
                        .findFirst()
                        .map(InstanceType::capacity)
                        .orElse(node.allocatable());
        var labels = new TreeMap<>(node.labels());
        labels.put(Labels.NODE_POOL, pool.name());
        var spec =
                new Claim.Spec(
                        node.instanceType(),
                        node.labels().getOrDefault(Labels.ZONE, ""),
                        node.labels().getOrDefault(Labels.CAPACITY_TYPE, ""),
                        "",
                        node.price(),
                        labels,
                        node.taints(),
                        List.of(),
                        capacity,
                        node.allocatable(),
                        null,
                        null,
                        pool.hash(),
                        List.of());
        var up = Claim.Status.NEW.launched(node.name(), since).registered(since).initialized(since);
        return new Claim(node.name(), pool.name(), PROVIDER, since, spec, up, null, null);
    }

    private void pod(String name, PodTemplate template, String node) {
        pods.put(
                name,
                new Pod(
                        name,
                        template,
                        Pod.Kind.WORKLOAD,
                        node,
                        node.isEmpty(),
                        since,
                        null,
                        Duration.ofSeconds(30),
                        0,
                        0,
                        null,
                        Pod.Stage.READY));
    }
}
