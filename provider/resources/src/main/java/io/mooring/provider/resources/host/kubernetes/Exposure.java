package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A Service in front of a control plane, as it is declared: one besides that which the control
/// plane makes itself, with a life of its own.
///
/// @param name of the Service
/// @param cluster whose pods it leads to, whether they are there yet or not
/// @param owner who wants it, as a text that is the same in every run
/// @param ports that of the API first
public record Exposure(
        String name,
        String cluster,
        String owner,
        Type type,
        List<Port> ports,
        Map<String, String> labels,
        Map<String, String> annotations,
        Settings settings) {

    /// The name of the port that leads to API, join endpoint and tunnel.
    public static final String API = "https";

    /// The name of the port for agents that dial one of their own.
    public static final String TUNNEL = "tunnel";

    public static final String OWNER = "mooring.io/owner";

    private static final String COMPONENT = "app.kubernetes.io/component";
    private static final String EXPOSED = "exposed-service";

    public Exposure {
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /// How a Service is reached.
    public enum Type {
        CLUSTER_IP("ClusterIP"),
        NODE_PORT("NodePort"),
        LOAD_BALANCER("LoadBalancer");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }

        /// As Kubernetes spells it.
        public String wire() {
            return wire;
        }

        /// The type that Kubernetes spells so.
        public static Optional<Type> of(String text) {
            return List.of(values()).stream().filter(type -> type.wire.equals(text)).findFirst();
        }
    }

    /// A port of the Service. All lead to the one port of the control plane, which tells by what
    /// the client says first whom it wants.
    ///
    /// @param nodePort the port on nodes, if it is not left to the host cluster
    public record Port(String name, int number, OptionalInt nodePort) {}

    /// What a Service may be told besides; what is absent is left to the host cluster.
    public record Settings(
            List<String> loadBalancerSourceRanges,
            Optional<String> loadBalancerClass,
            Optional<String> externalTrafficPolicy) {
        public Settings {
            loadBalancerSourceRanges = List.copyOf(loadBalancerSourceRanges);
        }
    }

    /// Selects those in front of one control plane.
    static String selector(String cluster) {
        return Scope.selector(cluster) + "," + COMPONENT + "=" + EXPOSED;
    }

    /// Whether a Service is one that was made as such.
    static boolean isOne(KubeObject service) {
        return EXPOSED.equals(service.labels().get(COMPONENT));
    }

    /// Whether a control plane makes a Service of that name itself.
    public static boolean isMadeByControlPlane(String cluster, String name) {
        return Scope.isOwnService(cluster, name);
    }

    /// The control plane that a Service leads to, if it leads to one.
    public static Optional<String> clusterOf(KubeObject service) {
        return Scope.clusterOf(service);
    }

    /// Whether a label or an annotation of that key is ours to set.
    public static boolean isReserved(String key) {
        return key.startsWith("mooring.io/") || ownLabels("").containsKey(key);
    }

    /// The labels that say whose it is and what.
    static Map<String, String> ownLabels(String cluster) {
        var labels = new LinkedHashMap<>(Scope.labels(cluster));
        labels.put(COMPONENT, EXPOSED);
        return labels;
    }

    /// The Service.
    KubeObject in(String namespace) {
        var allLabels = new LinkedHashMap<String, Object>(labels);
        allLabels.putAll(ownLabels(cluster));
        var allAnnotations = new LinkedHashMap<String, Object>(annotations);
        allAnnotations.put(OWNER, owner);
        var spec = new LinkedHashMap<String, Object>();
        spec.put("type", type.wire());
        spec.put("selector", Scope.podLabels(cluster));
        spec.put("ports", wirePorts());
        if (!settings.loadBalancerSourceRanges().isEmpty()) {
            spec.put("loadBalancerSourceRanges", settings.loadBalancerSourceRanges());
        }
        settings.loadBalancerClass().ifPresent(it -> spec.put("loadBalancerClass", it));
        settings.externalTrafficPolicy().ifPresent(it -> spec.put("externalTrafficPolicy", it));
        return KubeObject.of(
                ObjectRef.of(ResourceKind.SERVICE, namespace, name),
                Map.of(
                        "metadata",
                        Map.of("labels", allLabels, "annotations", allAnnotations),
                        "spec",
                        spec));
    }

    private List<Map<String, Object>> wirePorts() {
        return ports.stream()
                .map(port -> {
                    var wire = new LinkedHashMap<String, Object>();
                    wire.put("name", port.name());
                    wire.put("port", port.number());
                    wire.put("targetPort", API);
                    wire.put("protocol", "TCP");
                    port.nodePort().ifPresent(number -> wire.put("nodePort", number));
                    return (Map<String, Object>) wire;
                })
                .toList();
    }

    @Override
    public String toString() {
        return "Service " + name + " of control plane " + cluster;
    }
}
