package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.DnsPorts;
import io.mooring.api.KubeletPorts;
import io.mooring.api.NodeMode;
import io.mooring.api.Policies;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Who may talk to the control plane, and with shared nodes to the tenant's pods, and to whom they.
final class NetworkObjects {

    /// etcd's, for clients and for members.
    private static final List<Map<String, Object>> STORE_PORTS =
            List.of(port("TCP", 2379), port("TCP", 2380));

    private NetworkObjects() {}

    static List<KubeObject> of(Scope scope, Policies.NetworkPolicy policy) {
        return scope.config().nodeMode() == NodeMode.SHARED
                ? List.of(controlPlane(scope, policy), workload(scope, policy))
                : List.of(controlPlane(scope, policy));
    }

    /// Everybody may dial the one exposed port. The control plane itself dials DNS and the host's
    /// API, and the tenant's pods where they share nodes: webhooks, for one. Nodes of its own dial
    /// it, never it them. Its replicas' members of the data store dial each other, and a store that
    /// somebody else runs is dialled at its ports, as is where its snapshots are.
    private static KubeObject controlPlane(Scope scope, Policies.NetworkPolicy policy) {
        var ingress = new ArrayList<Map<String, Object>>();
        ingress.add(Map.of("ports", List.of(port("TCP", "https"))));
        List<Map<String, Object>> kubelets = kubelets(scope);
        if (!kubelets.isEmpty()) {
            // of several replicas one answers for the kubelets, and each has an API server that
            // asks
            var callers = List.of(pods(scope.podLabels()), pods(scope.workloadLabels()));
            ingress.add(Map.of("from", callers, "ports", kubelets));
        }
        if (scope.runsDns()) {
            // its metrics too, as of pods of the tenant's own
            ingress.add(
                    Map.of(
                            "from",
                            List.of(pods(scope.workloadLabels())),
                            "ports",
                            List.of(
                                    port("UDP", DnsPorts.DNS),
                                    port("TCP", DnsPorts.DNS),
                                    port("TCP", DnsPorts.METRICS))));
        }
        if (scope.hasStoreMembers()) {
            ingress.add(Map.of("from", List.of(pods(scope.podLabels())), "ports", STORE_PORTS));
        }
        ingress.addAll(policy.controlPlane().ingress());
        var egress = new ArrayList<Map<String, Object>>();
        egress.add(
                Map.of(
                        "ports",
                        List.of(
                                port("UDP", 53),
                                port("TCP", 53),
                                port("TCP", 443),
                                port("TCP", 6443),
                                port("TCP", 8443))));
        if (scope.hasStoreMembers()) {
            egress.add(Map.of("to", List.of(pods(scope.podLabels())), "ports", STORE_PORTS));
        }
        if (!kubelets.isEmpty()) {
            egress.add(Map.of("to", List.of(pods(scope.podLabels())), "ports", kubelets));
        }
        var elsewhere = new TreeSet<>(StorePorts.of(scope.config().controlPlane().backingStore()));
        elsewhere.addAll(SnapshotPorts.of(scope.config().snapshots()));
        if (!elsewhere.isEmpty()) {
            egress.add(Map.of("ports", elsewhere.stream().map(it -> port("TCP", it)).toList()));
        }
        if (scope.config().nodeMode() == NodeMode.SHARED) {
            egress.add(Map.of("to", List.of(pods(scope.workloadLabels()))));
        }
        egress.addAll(policy.controlPlane().egress());
        return object(scope, policy, scope.cluster(), scope.podLabels(), ingress, egress);
    }

    /// Where the calls of nodes' kubelets are answered; none if they are not.
    private static List<Map<String, Object>> kubelets(Scope scope) {
        if (scope.config().nodeMode() != NodeMode.SHARED
                || !scope.config().networking().advanced().proxyKubelets().any()) {
            return List.of();
        }
        var ports = new LinkedHashMap<>(port("TCP", KubeletPorts.FIRST));
        ports.put("endPort", KubeletPorts.LAST);
        return List.of(ports);
    }

    /// The tenant's pods speak with each other and with their control plane, ask any DNS, and reach
    /// the world outside, but nothing else in the host cluster. Whoever is to reach them, as an
    /// ingress controller, is listed in the configuration.
    private static KubeObject workload(Scope scope, Policies.NetworkPolicy policy) {
        var own = List.of(pods(scope.workloadLabels()), pods(scope.podLabels()));
        var ingress = new ArrayList<Map<String, Object>>();
        ingress.add(Map.of("from", own));
        ingress.addAll(policy.workload().ingress());
        var egress = new ArrayList<Map<String, Object>>();
        egress.add(Map.of("ports", List.of(port("UDP", 53), port("TCP", 53))));
        egress.add(Map.of("to", own));
        var world = policy.workload().publicEgress();
        if (world.enabled()) {
            var block = new LinkedHashMap<String, Object>();
            block.put("cidr", world.cidr());
            if (!world.except().isEmpty()) {
                block.put("except", world.except());
            }
            egress.add(Map.of("to", List.of(Map.of("ipBlock", block))));
        }
        egress.addAll(policy.workload().egress());
        var name = scope.cluster() + "-workload";
        return object(scope, policy, name, scope.workloadLabels(), ingress, egress);
    }

    private static KubeObject object(
            Scope scope,
            Policies.NetworkPolicy policy,
            String name,
            Map<String, String> pods,
            List<Map<String, Object>> ingress,
            List<Map<String, Object>> egress) {
        return scope.object(
                ResourceKind.NETWORK_POLICY,
                name,
                policy.labels(),
                policy.annotations(),
                Map.of(
                        "spec",
                        Map.of(
                                "podSelector",
                                Map.of("matchLabels", pods),
                                "policyTypes",
                                List.of("Ingress", "Egress"),
                                "ingress",
                                ingress,
                                "egress",
                                egress)));
    }

    private static Map<String, Object> pods(Map<String, String> labels) {
        return Map.of("podSelector", Map.of("matchLabels", labels));
    }

    private static Map<String, Object> port(String protocol, Object port) {
        return Map.of("protocol", protocol, "port", port);
    }
}
