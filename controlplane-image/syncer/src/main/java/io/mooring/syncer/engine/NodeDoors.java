package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.kubelet.KubeletDoor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the tenant's kube-apiserver asks the kubelets of nodes.
///
/// @param open whether a [KubeletDoor] is there for them
record NodeDoors(boolean open) {
    /// The status with this for addresses and port.
    ///
    /// @param others addresses that are told as well; nobody here calls them
    KubeObject placed(KubeObject node, List<Map<String, Object>> others) {
        var addresses = new ArrayList<Object>();
        addresses.add(Map.of("type", "Hostname", "address", node.name()));
        if (open) {
            addresses.add(Map.of("type", "InternalDNS", "address", KubeletDoor.HOST));
        }
        addresses.addAll(others);
        var status = new LinkedHashMap<>(node.map("status"));
        status.put("addresses", addresses);
        status.put(
                "daemonEndpoints",
                Map.of("kubeletEndpoint", Map.of("Port", open ? KubeletDoor.PORT : 0)));
        return node.with(status, "status");
    }
}
