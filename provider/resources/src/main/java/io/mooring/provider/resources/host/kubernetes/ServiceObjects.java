package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Service that exposes the control plane, and the one that gives its pods names.
final class ServiceObjects {

    static final int EXPOSED_PORT = 443;

    private ServiceObjects() {}

    /// API, join endpoint and tunnel on one port; what the configuration says of the Service is
    /// kept.
    static KubeObject exposed(Scope scope) {
        var service = scope.config().controlPlane().service();
        var port = new LinkedHashMap<String, Object>();
        port.put("name", "https");
        port.put("port", EXPOSED_PORT);
        port.put("targetPort", "https");
        port.put("protocol", "TCP");
        if (service.httpsNodePort() > 0) {
            port.put("nodePort", service.httpsNodePort());
        }
        var spec = new LinkedHashMap<String, Object>(service.spec());
        spec.putIfAbsent("type", "ClusterIP");
        spec.putIfAbsent("ports", List.of(port));
        spec.put("selector", scope.podLabels());
        return scope.object(
                ResourceKind.SERVICE,
                scope.cluster(),
                service.labels(),
                service.annotations(),
                Map.of("spec", spec));
    }

    /// Pods have names before they are ready: those of one control plane look for each other then.
    static KubeObject headless(Scope scope) {
        var metadata = scope.config().controlPlane().advanced().headlessService();
        return scope.object(
                ResourceKind.SERVICE,
                scope.headless(),
                metadata.labels(),
                metadata.annotations(),
                Map.of(
                        "spec",
                        Map.of(
                                "clusterIP",
                                "None",
                                "publishNotReadyAddresses",
                                true,
                                "ports",
                                List.of(
                                        Map.of(
                                                "name",
                                                "https",
                                                "port",
                                                EXPOSED_PORT,
                                                "targetPort",
                                                "https",
                                                "protocol",
                                                "TCP")),
                                "selector",
                                scope.podLabels())));
    }
}
