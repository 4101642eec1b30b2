package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.ControlPlane;
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

    private ExposedAddress() {}

    /// The address, or empty while the host has not given it one.
    ///
    /// @throws KubeFailure.Forbidden if nodes have to be asked for and must not be
    static Optional<String> of(KubeClient host, ControlPlane wanted, KubeObject service) {
        if (!wanted.endpoint().isEmpty()) {
            return Optional.of(wanted.endpoint());
        }
        return switch (service.text("spec", "type").orElse("ClusterIP")) {
            case "NodePort" -> nodeAddress(host).flatMap(node -> at(node, nodePort(service)));
            case "LoadBalancer" -> balancer(service).flatMap(name -> at(name, port(service)));
            default ->
                    service.text("spec", "clusterIP")
                            .flatMap(address -> at(address, port(service)));
        };
    }

    private static Optional<String> at(String address, Optional<String> port) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return port.map(number -> host + ":" + number);
    }

    private static Optional<String> port(KubeObject service) {
        return field(service, "port");
    }

    private static Optional<String> nodePort(KubeObject service) {
        return field(service, "nodePort");
    }

    private static Optional<String> field(KubeObject service, String name) {
        return service.maps("spec", "ports").stream()
                .map(KubeObject::new)
                .flatMap(port -> port.text(name).stream())
                .findFirst();
    }

    private static Optional<String> balancer(KubeObject service) {
        return service.maps("status", "loadBalancer", "ingress").stream()
                .map(KubeObject::new)
                .flatMap(ingress -> ingress.text("ip").or(() -> ingress.text("hostname")).stream())
                .findFirst();
    }

    /// Every node answers on a node port. An address for the world outside comes first, then the
    /// first of the nodes by name, so that the answer stays the same.
    private static Optional<String> nodeAddress(KubeClient host) {
        List<KubeObject> nodes = host.list(ResourceKind.NODE, ListQuery.all()).items();
        return Stream.of("ExternalIP", "InternalIP")
                .flatMap(type ->
                        nodes.stream().flatMap(node -> addresses(node, type).stream()).sorted())
                .findFirst();
    }

    private static List<String> addresses(KubeObject node, String type) {
        return node.maps("status", "addresses").stream()
                .filter(address -> type.equals(address.get("type")))
                .map((Map<String, Object> address) -> String.valueOf(address.get("address")))
                .toList();
    }
}
