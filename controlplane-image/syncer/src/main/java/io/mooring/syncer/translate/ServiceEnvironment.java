package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The environment variables that tell a container which services there are. A kubelet of the host
/// would tell those of the host's namespace.
final class ServiceEnvironment {
    private ServiceEnvironment() {}

    /// The tenant's API always; the services of the pod's namespace if the pod has service links,
    /// as by default.
    static Map<String, String> of(PodScope pod) {
        var variables = new LinkedHashMap<String, String>();
        var api = pod.settings().api();
        var port = Map.<String, Object>of("name", "https", "protocol", "TCP", "port", api.port());
        add(variables, "kubernetes", api.host(), List.of(port));
        if (!Boolean.FALSE.equals(pod.spec().get("enableServiceLinks"))) {
            pod.view().services(pod.namespace()).stream()
                    .filter(service -> !isApi(service))
                    .sorted(Comparator.comparing(KubeObject::name))
                    .forEach(service -> add(variables, service));
        }
        return variables;
    }

    private static boolean isApi(KubeObject service) {
        return service.namespace().equals("default") && service.name().equals("kubernetes");
    }

    private static void add(Map<String, String> variables, KubeObject service) {
        var address = service.text("spec", "clusterIP").orElse("");
        var ports = service.maps("spec", "ports");
        if (!address.isEmpty() && !address.equals("None") && !ports.isEmpty()) {
            add(variables, service.name(), address, ports);
        }
    }

    private static void add(
            Map<String, String> variables,
            String service,
            String address,
            List<Map<String, Object>> ports) {
        var name = variable(service);
        variables.put(name + "_SERVICE_HOST", address);
        variables.put(name + "_SERVICE_PORT", Tree.text(ports.getFirst(), "port"));
        for (var port : ports) {
            var portName = Tree.text(port, "name");
            if (!portName.isEmpty()) {
                variables.put(
                        name + "_SERVICE_PORT_" + variable(portName), Tree.text(port, "port"));
            }
        }
        variables.put(name + "_PORT", url(address, ports.getFirst()));
        for (var port : ports) {
            var prefix = name + "_PORT_" + Tree.text(port, "port") + "_" + protocol(port);
            variables.put(prefix, url(address, port));
            variables.put(prefix + "_PROTO", protocol(port).toLowerCase(Locale.ROOT));
            variables.put(prefix + "_PORT", Tree.text(port, "port"));
            variables.put(prefix + "_ADDR", address);
        }
    }

    private static String url(String address, Map<String, Object> port) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        return protocol(port).toLowerCase(Locale.ROOT)
                + "://"
                + host
                + ":"
                + Tree.text(port, "port");
    }

    private static String protocol(Map<String, Object> port) {
        var protocol = Tree.text(port, "protocol");
        return protocol.isEmpty() ? "TCP" : protocol.toUpperCase(Locale.ROOT);
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
