package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.NodeMode;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where users and nodes reach the exposed Service: `HOST:PORT`.
final class ExposedAddress {

    private static final String NODE_PORT = "NodePort";

    private ExposedAddress() {}

    /// The address, or empty while the host has not given it one.
    ///
    /// @throws KubeFailure.Forbidden if nodes have to be asked for and must not be
    static Optional<String> of(KubeClient host, VirtualClusterConfig config, KubeObject service) {
        String declared = config.controlPlane().endpoint();
        if (!declared.isEmpty()) {
            return Optional.of(declared);
        }
        Optional<String> front = front(config, service);
        if (front.isPresent()) {
            return front;
        }
        return hosts(host, service).stream()
                .findFirst()
                .flatMap(name -> anyPort(service).map(number -> at(name, number)));
    }

    /// The host of what is in front of a Service that nobody outside can dial. Nodes could not join
    /// there, so it is for clusters without.
    private static Optional<String> front(VirtualClusterConfig config, KubeObject service) {
        if (config.nodeMode() != NodeMode.SHARED || !type(service).equals("ClusterIP")) {
            return Optional.empty();
        }
        return FrontObjects.names(config.controlPlane()).stream()
                .findFirst()
                .map(name -> name + ":" + ServiceObjects.EXPOSED_PORT);
    }

    /// Every address or name that leads to the Service, the one to tell others first; none while
    /// the host has not given it any.
    ///
    /// @throws KubeFailure.Forbidden if nodes have to be asked for and must not be
    static List<String> hosts(KubeClient host, KubeObject service) {
        return switch (type(service)) {
            case NODE_PORT -> nodeAddresses(host);
            case "LoadBalancer" -> balancers(service);
            default ->
                    service.text("spec", "clusterIP").filter(it -> !it.equals("None")).stream()
                            .toList();
        };
    }

    private static String type(KubeObject service) {
        return service.text("spec", "type").orElse("ClusterIP");
    }

    /// `HOST:PORT`, whatever kind of address the host is.
    static String at(String address, String port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /// What clients dial to reach the port of that name.
    static Optional<String> port(KubeObject service, String name) {
        return service.maps("spec", "ports").stream()
                .filter(port -> name.equals(port.get("name")))
                .map(KubeObject::new)
                .flatMap(port -> port.text(dialled(service)).stream())
                .findFirst();
    }

    private static Optional<String> anyPort(KubeObject service) {
        return service.maps("spec", "ports").stream()
                .map(KubeObject::new)
                .flatMap(port -> port.text(dialled(service)).stream())
                .findFirst();
    }

    private static String dialled(KubeObject service) {
        return type(service).equals(NODE_PORT) ? "nodePort" : "port";
    }

    private static List<String> balancers(KubeObject service) {
        return service.maps("status", "loadBalancer", "ingress").stream()
                .map(KubeObject::new)
                .flatMap(ingress -> ingress.text("ip").or(() -> ingress.text("hostname")).stream())
                .toList();
    }

    /// Every node answers on a node port. Addresses for the world outside come first, then those of
    /// nodes by name, so that the answer stays the same.
    private static List<String> nodeAddresses(KubeClient host) {
        List<KubeObject> nodes = host.list(ResourceKind.NODE, ListQuery.all()).items();
        return Stream.of("ExternalIP", "InternalIP")
                .flatMap(type ->
                        nodes.stream().flatMap(node -> addresses(node, type).stream()).sorted())
                .distinct()
                .toList();
    }

    private static List<String> addresses(KubeObject node, String type) {
        return node.maps("status", "addresses").stream()
                .filter(address -> type.equals(address.get("type")))
                .map((Map<String, Object> address) -> String.valueOf(address.get("address")))
                .toList();
    }
}
