package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.kubelet.KubeletDoors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where nodes' kubelets are asked.
///
/// @param open empty if nothing answers for them
/// @param byIp whether a node without an IP address of its own has the door's: for scrapers, which
///   find it, and its port, at the node
record NodeDoors(Optional<KubeletDoors> open, boolean byIp) {
    private static final String IP = "InternalIP";

    /// The status with this for addresses and port.
    ///
    /// @param others addresses that are told as well; nobody here calls them
    KubeObject placed(KubeObject node, List<Map<String, Object>> others) {
        int port = open.map(doors -> doors.port(node.name())).orElse(0);
        var addresses = new ArrayList<Map<String, Object>>();
        addresses.add(address("Hostname", node.name()));
        if (port > 0) {
            // what kube-apiserver looks for alone, so that it dials no other
            addresses.add(address("InternalDNS", open.orElseThrow().address()));
        }
        addresses.addAll(others);
        if (port > 0 && byIp && others.stream().noneMatch(other -> IP.equals(other.get("type")))) {
            addresses.add(address(IP, open.orElseThrow().address()));
        }
        var status = new LinkedHashMap<>(node.map("status"));
        status.put("addresses", addresses);
        status.put("daemonEndpoints", Map.of("kubeletEndpoint", Map.of("Port", port)));
        return node.with(status, "status");
    }

    private static Map<String, Object> address(String type, String address) {
        return Map.of("type", type, "address", address);
    }

    /// Nobody asks for the node any more.
    void gone(String node) {
        open.ifPresent(doors -> doors.gone(node));
    }
}
