package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Ports of a Service that nobody declared. An apply leaves them, since another manager owns them,
/// but each is a way to the control plane.
final class ForeignPorts {

    private ForeignPorts() {}

    /// Says which there are.
    static Optional<String> told(KubeObject live, Exposure wanted) {
        List<String> foreign =
                live.maps("spec", "ports").stream()
                        .filter(port -> !isDeclared(port, wanted))
                        .map(port -> String.valueOf(port.get("port")))
                        .toList();
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Service %s has ports that are not declared: %s"
                                .formatted(live.name(), String.join(", ", foreign)));
    }

    /// The Service without them.
    static KubeObject removed(KubeClient host, KubeObject live, Exposure wanted) {
        List<Map<String, Object>> ports = live.maps("spec", "ports");
        List<Map<String, Object>> declared =
                ports.stream().filter(port -> isDeclared(port, wanted)).toList();
        return declared.size() == ports.size() ? live : patched(host, live, declared);
    }

    /// Leaves it the declared ports alone, for an apply that does not succeed beside the others.
    ///
    /// @return whether there was any other
    static boolean removeAll(KubeClient host, KubeObject live, Exposure wanted) {
        if (told(live, wanted).isEmpty()) {
            return false;
        }
        var ports = new ArrayList<Map<String, Object>>();
        for (Exposure.Port port : wanted.ports()) {
            var wire = new LinkedHashMap<String, Object>();
            wire.put("name", port.name());
            wire.put("port", port.number());
            wire.put("targetPort", Exposure.API);
            wire.put("protocol", "TCP");
            ports.add(wire);
        }
        patched(host, live, ports);
        return true;
    }

    private static KubeObject patched(
            KubeClient host, KubeObject live, List<Map<String, Object>> ports) {
        return host.mergePatch(
                ObjectRef.of(ResourceKind.SERVICE, live), Map.of("spec", Map.of("ports", ports)));
    }

    private static boolean isDeclared(Map<String, Object> port, Exposure wanted) {
        return "TCP".equals(port.getOrDefault("protocol", "TCP"))
                && wanted.ports().stream()
                        .anyMatch(it ->
                                String.valueOf(it.number())
                                        .equals(String.valueOf(port.get("port"))));
    }
}
