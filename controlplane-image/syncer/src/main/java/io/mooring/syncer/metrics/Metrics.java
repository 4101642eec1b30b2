package io.mooring.syncer.metrics;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeList;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.engine.SyncedPod;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.Amounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// What the host says of copies and nodes, in the tenant's names. Which pods and nodes match, the
/// tenant's own API is asked.
///
/// A node of the host that the tenant sees as it is has what the host measures; one that stands for
/// it has what the tenant's pods take of it.
///
/// @param copies the copy of the tenant's pod in a namespace, of a name
public record Metrics(
        KubeClient tenant,
        KubeClient host,
        HostNames names,
        BiFunction<String, String, Optional<SyncedPod>> copies) {
    private static final ResourceKind PODS =
            ResourceKind.inNamespace(MetricsQuery.VERSION, "PodMetrics", "pods");
    private static final ResourceKind NODES =
            ResourceKind.cluster(MetricsQuery.VERSION, "NodeMetrics", "nodes");

    List<KubeObject> pods(ListQuery query) {
        return pods(tenant.list(ResourceKind.POD, query));
    }

    private List<KubeObject> pods(KubeList wanted) {
        var measured = new HashMap<String, KubeObject>();
        var ours =
                ListQuery.namespace(names.hostNamespace())
                        .labels(Marks.CLUSTER + "=" + names.cluster());
        host.list(PODS, ours).items().forEach(copy -> measured.put(copy.name(), copy));
        var found = new ArrayList<KubeObject>();
        for (var pod : wanted.items()) {
            copies.apply(pod.namespace(), pod.name())
                    .ifPresent(copy -> {
                        var usage = measured.get(copy.copy());
                        if (usage != null) {
                            found.add(own(pod, copy, usage));
                        }
                    });
        }
        return found;
    }

    Optional<KubeObject> pod(String namespace, String name) {
        var pod = tenant.find(ObjectRef.of(ResourceKind.POD, namespace, name));
        var copy = copies.apply(namespace, name);
        if (pod.isEmpty() || copy.isEmpty()) {
            return Optional.empty();
        }
        var ref = ObjectRef.of(PODS, names.hostNamespace(), copy.get().copy());
        return host.find(ref).map(measured -> own(pod.get(), copy.get(), measured));
    }

    private static KubeObject own(KubeObject pod, SyncedPod copy, KubeObject measured) {
        var containers =
                measured.maps("containers").stream()
                        .filter(container -> copy.containers().contains(container.get("name")))
                        .toList();
        return about(ObjectRef.of(PODS, pod), pod, measured).with(containers, "containers");
    }

    /// When it was measured, and over which time, with the tenant's name.
    private static KubeObject about(ObjectRef ref, KubeObject object, KubeObject measured) {
        var content = new LinkedHashMap<String, Object>();
        content.put("metadata", Map.of("labels", object.labels()));
        for (var field : List.of("timestamp", "window", "usage")) {
            measured.at(field).ifPresent(value -> content.put(field, value));
        }
        return KubeObject.of(ref, content);
    }

    List<KubeObject> nodes(ListQuery query) {
        return nodes(tenant.list(ResourceKind.NODE, query).items());
    }

    Optional<KubeObject> node(String name) {
        return tenant.find(ObjectRef.cluster(ResourceKind.NODE, name)).stream()
                .flatMap(node -> nodes(List.of(node)).stream())
                .findFirst();
    }

    private List<KubeObject> nodes(List<KubeObject> wanted) {
        var found = new ArrayList<KubeObject>();
        var standIns = new ArrayList<KubeObject>();
        for (var node : wanted) {
            if (Marks.isFromHost(node)) {
                ofHost(node).ifPresent(found::add);
            } else {
                standIns.add(node);
            }
        }
        if (!standIns.isEmpty()) {
            found.addAll(taken(standIns));
        }
        return found;
    }

    /// What the host measures of a node that the tenant sees as it is.
    private Optional<KubeObject> ofHost(KubeObject node) {
        return host.find(ObjectRef.cluster(NODES, node.name()))
                .map(measured -> about(ObjectRef.of(NODES, node), node, measured));
    }

    /// What the node itself takes, if the host's measures that for its tenant.
    Optional<Usage> nodeUsage(KubeObject node) {
        return (Marks.isFromHost(node) ? ofHost(node) : Optional.<KubeObject>empty())
                .flatMap(measured -> Usage.of(measured, measured.map("usage")));
    }

    /// What all of the tenant's pods take that are in the host, by the node.
    Map<String, List<PodUsage>> byNode() {
        var all = tenant.list(ResourceKind.POD, ListQuery.all());
        var measured = new HashMap<String, KubeObject>();
        pods(all).forEach(pod -> measured.put(pod.namespace() + "/" + pod.name(), pod));
        var byNode = new HashMap<String, List<PodUsage>>();
        for (var pod : all.items()) {
            var found = measured.get(pod.namespace() + "/" + pod.name());
            if (found != null) {
                var node = pod.text("spec", "nodeName").orElse("");
                byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(PodUsage.of(pod, found));
            }
        }
        return byNode;
    }

    private List<KubeObject> taken(List<KubeObject> nodes) {
        var all = tenant.list(ResourceKind.POD, ListQuery.all());
        var places = new HashMap<String, String>();
        for (var pod : all.items()) {
            var node = pod.text("spec", "nodeName").orElse("");
            places.put(pod.namespace() + "/" + pod.name(), node);
        }
        var sums = new HashMap<String, Amounts>();
        var last = new HashMap<String, KubeObject>();
        for (var measured : pods(all)) {
            var node = places.getOrDefault(measured.namespace() + "/" + measured.name(), "");
            for (var container : measured.maps("containers")) {
                var usage = Amounts.of(new KubeObject(container).map("usage"));
                sums.merge(node, usage, Amounts::plus);
            }
            last.put(node, measured);
        }
        var found = new ArrayList<KubeObject>();
        for (var node : nodes) {
            var when = last.get(node.name());
            if (when != null) {
                var usage = sums.getOrDefault(node.name(), Amounts.none()).written();
                found.add(about(ObjectRef.of(NODES, node), node, when).with(usage, "usage"));
            }
        }
        return found;
    }
}
