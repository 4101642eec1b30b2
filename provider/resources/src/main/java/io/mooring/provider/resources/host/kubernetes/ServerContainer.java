package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.DnsPorts;
import io.mooring.api.StatefulSet;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.KubeObject;
import io.mooring.provider.resources.host.ControlPlaneImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The container that runs `mooring server`.
final class ServerContainer {

    static final String NAME = "control-plane";
    static final String CONFIG = "/etc/mooring/config.yaml";

    /// The volume's root belongs to the volume; what is in it is ours.
    static final String DATA = "/data/mooring";

    /// What its argument with the address that it is told begins with.
    static final String ENDPOINT = "--endpoint=";

    private ServerContainer() {}

    static Map<String, Object> of(Scope scope, String endpoint) {
        StatefulSet wanted = scope.config().controlPlane().statefulSet();
        var container = new LinkedHashMap<String, Object>();
        container.put("name", NAME);
        container.put("image", image(scope.config()));
        container.put(
                "imagePullPolicy",
                wanted.imagePullPolicy().isEmpty() ? "IfNotPresent" : wanted.imagePullPolicy());
        PodObjects.putIfAny(container, "command", wanted.command());
        PodObjects.putIfAny(container, "workingDir", wanted.workingDir());
        container.put("args", wanted.args().isEmpty() ? arguments(scope, endpoint) : wanted.args());
        var environment = new ArrayList<Map<String, Object>>();
        environment.add(field("POD_IP", "status.podIP"));
        if (scope.replicas() > 1) {
            environment.add(field("POD_NAME", "metadata.name"));
        }
        environment.addAll(wanted.env());
        container.put("env", environment);
        container.put("ports", ports(scope));
        container.put("resources", resources(wanted));
        container.put("securityContext", Security.ofContainer(wanted.security()));
        var mounts = new ArrayList<Map<String, Object>>();
        mounts.add(Map.of("name", VolumeObjects.DATA, "mountPath", "/data"));
        mounts.add(Map.of("name", "tmp", "mountPath", "/tmp"));
        mounts.add(Map.of("name", "config", "mountPath", "/etc/mooring", "readOnly", true));
        mounts.addAll(SnapshotVolumes.mounts(scope.config().snapshots()));
        mounts.addAll(wanted.persistence().addVolumeMounts());
        container.put("volumeMounts", mounts);
        probes(container, wanted.probes());
        return container;
    }

    /// What follows in the argument of that beginning, of the server that a StatefulSet runs.
    static Optional<String> argument(KubeObject set, String beginning) {
        return set.maps("spec", "template", "spec", "containers").stream()
                .map(KubeObject::new)
                .filter(container -> container.text("name").orElse("").equals(NAME))
                .flatMap(container -> container.list("args").stream())
                .map(String::valueOf)
                .filter(argument -> argument.startsWith(beginning))
                .map(argument -> argument.substring(beginning.length()))
                .findFirst();
    }

    private static String image(VirtualClusterConfig config) {
        var wanted = config.controlPlane().statefulSet().image();
        return wanted.tag().isEmpty()
                ? wanted.reference() + ":" + ControlPlaneImage.tag(config)
                : wanted.reference();
    }

    private static Map<String, Object> field(String variable, String path) {
        return Map.of(
                "name",
                variable,
                "valueFrom",
                Map.of("fieldRef", Map.of("apiVersion", "v1", "fieldPath", path)));
    }

    private static List<String> arguments(Scope scope, String endpoint) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "server",
                                "--config=" + CONFIG,
                                "--data-dir=" + DATA,
                                "--name=" + scope.cluster(),
                                "--advertise-address=$(POD_IP)",
                                ENDPOINT + endpoint,
                                "--publish-kubeconfig=" + scope.kubeconfigSecret()));
        for (String service : List.of(scope.cluster(), scope.headless())) {
            arguments.add("--certificate-name=%s.%s.svc".formatted(service, scope.namespace()));
        }
        for (String front : FrontObjects.names(scope.config().controlPlane())) {
            arguments.add("--certificate-name=" + front);
        }
        if (scope.replicas() > 1) {
            arguments.add("--replica=$(POD_NAME)");
            arguments.add("--shared-secret=" + scope.sharedSecret());
            for (int ordinal = 0; ordinal < scope.replicas(); ordinal++) {
                String pod = scope.pod(ordinal);
                arguments.add(
                        "--member=%s=%s.%s.%s.svc"
                                .formatted(pod, pod, scope.headless(), scope.namespace()));
            }
        }
        arguments.add("--log-format=JSON");
        return arguments;
    }

    private static List<Map<String, Object>> ports(Scope scope) {
        var ports = new ArrayList<Map<String, Object>>();
        ports.add(port("https", "TCP", scope.config().controlPlane().proxy().port()));
        if (scope.runsDns()) {
            // by these names, the copy of the tenant's service leads to them
            ports.add(port("dns", "UDP", DnsPorts.DNS));
            ports.add(port("dns-tcp", "TCP", DnsPorts.DNS));
            ports.add(port("metrics", "TCP", DnsPorts.METRICS));
        }
        return ports;
    }

    private static Map<String, Object> port(String name, String protocol, int port) {
        return Map.of("name", name, "containerPort", port, "protocol", protocol);
    }

    private static Map<String, Object> resources(StatefulSet wanted) {
        return Map.of(
                "requests",
                PolicyObjects.texts(wanted.resources().requests()),
                "limits",
                PolicyObjects.texts(wanted.resources().limits()));
    }

    /// The kubelet asks kube-apiserver itself, by way of the exposed port: it answers there only
    /// when all is up.
    private static void probes(Map<String, Object> container, StatefulSet.Probes wanted) {
        put(container, "startupProbe", wanted.startupProbe(), "/readyz");
        put(container, "readinessProbe", wanted.readinessProbe(), "/readyz");
        put(container, "livenessProbe", wanted.livenessProbe(), "/livez");
    }

    private static void put(
            Map<String, Object> container, String kind, StatefulSet.Probe probe, String path) {
        if (!probe.enabled()) {
            return;
        }
        var settings = new LinkedHashMap<String, Object>();
        settings.put("httpGet", Map.of("path", path, "port", "https", "scheme", "HTTPS"));
        putIfPositive(settings, "failureThreshold", probe.failureThreshold());
        putIfPositive(settings, "initialDelaySeconds", probe.initialDelaySeconds());
        putIfPositive(settings, "timeoutSeconds", probe.timeoutSeconds());
        putIfPositive(settings, "periodSeconds", probe.periodSeconds());
        container.put(kind, settings);
    }

    private static void putIfPositive(Map<String, Object> settings, String key, int value) {
        if (value > 0) {
            settings.put(key, value);
        }
    }
}
