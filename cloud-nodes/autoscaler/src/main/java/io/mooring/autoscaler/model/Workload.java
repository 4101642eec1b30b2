package io.mooring.autoscaler.model;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything one decision depends on.
///
/// @param pods for each pod the index of its template
/// @param namespaces the labels of namespaces, for selectors of namespaces
public record Workload(
        String name,
        List<InstanceType> instanceTypes,
        List<NodePool> nodePools,
        List<PodTemplate> daemonPods,
        List<PodTemplate> podTemplates,
        List<Integer> pods,
        List<ExistingNode> existingNodes,
        SortedMap<String, Map<String, String>> namespaces) {

    public Workload {
        instanceTypes = List.copyOf(instanceTypes);
        nodePools = List.copyOf(nodePools);
        daemonPods = List.copyOf(daemonPods);
        podTemplates = List.copyOf(podTemplates);
        pods = List.copyOf(pods);
        existingNodes = List.copyOf(existingNodes);
        namespaces = new TreeMap<>(namespaces);
        for (int template : pods) {
            if (template < 0 || template >= podTemplates.size()) {
                throw new IllegalArgumentException("no pod template " + template);
            }
        }
    }
}
