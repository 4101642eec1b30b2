package io.mooring.api;

import java.util.List;
import java.util.Map;

/// The control plane and how it is reached.
public record ControlPlane(
        String endpoint,
        Distro distro,
        Standalone standalone,
        BackingStore backingStore,
        CoreDns coredns,
        Proxy proxy,
        HostPathMapper hostPathMapper,
        Ingress ingress,
        TlsRoute tlsRoute,
        Service service,
        StatefulSet statefulSet,
        ServiceMonitor serviceMonitor,
        ControlPlaneAdvanced advanced) {

    /// Where the exposed port listens and for which names its certificate holds.
    public record Proxy(
            @Default("0.0.0.0") String bindAddress,
            @Default("8443") int port,
            List<String> extraSANs) {}

    /// Paths of tenants' pods on the host.
    public record HostPathMapper(boolean enabled, boolean central) {}

    /// An Ingress of the host cluster in front of the API.
    public record Ingress(
            boolean enabled,
            String host,
            @Default("ImplementationSpecific") String pathType,
            Map<String, Object> spec,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// A TLSRoute of the host cluster in front of the API.
    public record TlsRoute(
            boolean enabled,
            @Default("gateway.networking.k8s.io/v1") String apiVersion,
            String host,
            List<Map<String, Object>> parentRefs,
            Map<String, Object> spec,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// The Service of the host cluster in front of the API.
    public record Service(
            @Default("true") boolean enabled,
            @Default("{type: ClusterIP}") Map<String, Object> spec,
            int kubeletNodePort,
            int httpsNodePort,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// A monitor for the Prometheus operator.
    public record ServiceMonitor(
            boolean enabled, Map<String, String> labels, Map<String, String> annotations) {}
}
