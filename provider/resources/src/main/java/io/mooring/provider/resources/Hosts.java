package io.mooring.provider.resources;

import io.mooring.kube.KubeClients;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.ControlPlaneFiles;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.StandaloneLocalHost;
import io.mooring.provider.resources.host.docker.DockerHost;
import io.mooring.provider.resources.host.docker.DockerPlace;
import io.mooring.provider.resources.host.kubernetes.HostCluster;
import io.mooring.provider.resources.host.kubernetes.KubernetesHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the property `host`.
final class Hosts {

    private static final String USE_LOCAL = "use host: {standalone: {local: {}}}";
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Set<String> PLACES =
            Set.of("host.standalone", "host.kubernetes", "host.docker");

    private static final List<PropertyFailure> MORE_THAN_ONE =
            List.of(new PropertyFailure("host", "names more than one host; keep one"));

    private Hosts() {}

    /// What is wrong with it; hosts of versions to come are answered as such.
    static List<PropertyFailure> check(ObjectValue inputs) {
        Optional<ObjectValue> host = inputs.object("host");
        if (host.isEmpty() || isUndecided(host.get())) {
            return List.of();
        }
        if (host.get().has("kubernetes")) {
            return checkKubernetes(host.get());
        }
        if (host.get().has("docker")) {
            return checkDocker(host.get());
        }
        if (!host.get().has("standalone")) {
            return List.of(new PropertyFailure("host", "names no host; " + USE_LOCAL));
        }
        return host.get().object("standalone").map(Hosts::checkStandalone).orElse(List.of());
    }

    /// Whether one of the places may still turn out not to be given.
    private static boolean isUndecided(ObjectValue host) {
        return host.fields().values().stream()
                .anyMatch(place -> place.bare() instanceof Value.Unknown);
    }

    private static List<PropertyFailure> checkDocker(ObjectValue host) {
        return host.has("standalone")
                ? MORE_THAN_ONE
                : host.object("docker").map(DockerInputs::check).orElse(List.of());
    }

    private static List<PropertyFailure> checkKubernetes(ObjectValue host) {
        if (host.has("standalone") || host.has("docker")) {
            return MORE_THAN_ONE;
        }
        return host
                .object("kubernetes")
                .flatMap(kubernetes -> kubernetes.text("namespace"))
                .filter(namespace -> !NAMESPACE.matcher(namespace).matches())
                .map(namespace ->
                        new PropertyFailure(
                                "host.kubernetes.namespace",
                                "\"%s\" is no name of a namespace; use at most 63 lower-case letters, digits and '-'"
                                        .formatted(namespace)))
                .stream()
                .toList();
    }

    private static List<PropertyFailure> checkStandalone(ObjectValue standalone) {
        if (standalone.has("ssh")) {
            return unsupported("host.standalone.ssh", "on a machine reached by SSH");
        }
        if (!standalone.has("local")) {
            return List.of(
                    new PropertyFailure("host.standalone", "names no machine; " + USE_LOCAL));
        }
        return standalone
                .object("local")
                .flatMap(local -> local.text("dataDir"))
                .filter(directory -> !isUsable(directory))
                .map(directory ->
                        new PropertyFailure(
                                "host.standalone.local.dataDir",
                                "\"%s\" is not usable; write the absolute path of a directory of its own, without ':' and ','"
                                        .formatted(directory)))
                .stream()
                .toList();
    }

    /// The path goes into command lines of socat, where ':' and ',' have a meaning.
    private static boolean isUsable(String directory) {
        Path path = Path.of(directory);
        return path.isAbsolute()
                && path.normalize().getNameCount() >= 2
                && !directory.matches("(?s).*[:,!\\s\"'%\\\\].*");
    }

    private static List<PropertyFailure> unsupported(String path, String where) {
        return List.of(
                new PropertyFailure(
                        path,
                        "control planes %s are not supported by this version; %s"
                                .formatted(where, USE_LOCAL)));
    }

    /// Whether the control plane runs in a namespace of a host cluster.
    static boolean isHostCluster(ObjectValue inputs) {
        return inputs.object("host").filter(host -> host.has("kubernetes")).isPresent();
    }

    /// Whether its files are in a host cluster or a container engine, and not on this machine.
    static boolean isElsewhere(ObjectValue inputs) {
        return inputs.object("host")
                .filter(host -> host.has("kubernetes") || host.has("docker"))
                .isPresent();
    }

    /// The namespace of the host cluster that the control plane is in; empty if that is not known,
    /// or if there is none.
    static Optional<String> namespace(ObjectValue inputs) {
        return inputs.object("host")
                .flatMap(host -> host.object("kubernetes"))
                .filter(kubernetes -> kubernetes.isKnown("namespace"))
                .flatMap(kubernetes -> kubernetes.text("namespace").or(() -> inputs.text("name")));
    }

    /// Where nodes will find the control plane, if that is known before it exists.
    static Optional<String> foreseenEndpoint(ObjectValue inputs) {
        return inputs.object("host").filter(host -> host.has("standalone")).isPresent()
                ? Optional.of(StandaloneLocalHost.NODE_ENDPOINT)
                : Optional.empty();
    }

    /// The host that checked and known inputs ask for.
    static ControlPlaneHost choose(
            String name,
            ObjectValue inputs,
            StandaloneLocalHost local,
            KubeClients hostClusters,
            Function<DockerPlace, DockerHost> engines,
            Map<String, String> environment) {
        return hostCluster(name, inputs, hostClusters)
                .<ControlPlaneHost>map(KubernetesHost::new)
                .or(() -> engine(inputs, environment).map(engines))
                .orElseGet(() -> local.in(files(name, inputs)));
    }

    /// The container engine, if the inputs name one.
    static Optional<DockerPlace> engine(ObjectValue inputs, Map<String, String> environment) {
        return inputs.object("host")
                .flatMap(host -> host.object("docker"))
                .map(docker -> DockerInputs.place(docker, environment));
    }

    /// The place in a host cluster, if the inputs name one.
    static Optional<HostCluster> hostCluster(String name, ObjectValue inputs, KubeClients clients) {
        return inputs.object("host")
                .flatMap(host -> host.object("kubernetes"))
                .map(kubernetes ->
                        HostCluster.of(
                                clients,
                                kubernetes.text("kubeconfig"),
                                kubernetes.text("context"),
                                kubernetes.text("namespace").orElse(name)));
    }

    /// Where the control plane keeps its state.
    static ControlPlaneFiles files(String name, ObjectValue inputs) {
        return inputs.object("host")
                .flatMap(host -> host.object("standalone"))
                .flatMap(standalone -> standalone.object("local"))
                .flatMap(local -> local.text("dataDir"))
                .map(directory -> new ControlPlaneFiles(Path.of(directory)))
                .orElseGet(() -> ControlPlaneFiles.ofCluster(name));
    }

    /// Whether one of the places is given, or is given no more.
    static boolean isMove(Difference.Change change) {
        return PLACES.contains(change.path()) && change.kind() != Difference.Kind.UPDATE;
    }

    /// The host of a control plane with the default directory.
    static ObjectValue standaloneLocal() {
        ObjectValue local = ObjectValue.builder().put("local", ObjectValue.EMPTY).build();
        return ObjectValue.builder().put("standalone", local).build();
    }
}
