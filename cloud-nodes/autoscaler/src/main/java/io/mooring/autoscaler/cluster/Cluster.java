package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One observation of everything that decisions depend on. It is at least as new as the
/// controller's own last write that succeeded.
///
/// @param types what each provider sells, with what is sold out and how many are left
public record Cluster(
        SortedMap<String, Pool> pools,
        SortedMap<String, Claim> claims,
        SortedMap<String, Node> nodes,
        SortedMap<String, Pod> pods,
        List<PodBudget> podBudgets,
        List<PodTemplate> daemons,
        List<Buffer> buffers,
        SortedMap<String, Map<String, String>> namespaces,
        SortedMap<String, List<InstanceType>> types) {

    public Cluster {
        pools = new TreeMap<>(pools);
        claims = new TreeMap<>(claims);
        nodes = new TreeMap<>(nodes);
        pods = new TreeMap<>(pods);
        podBudgets = List.copyOf(podBudgets);
        daemons = List.copyOf(daemons);
        buffers = List.copyOf(buffers);
        namespaces = new TreeMap<>(namespaces);
        types = new TreeMap<>(types);
    }
}
