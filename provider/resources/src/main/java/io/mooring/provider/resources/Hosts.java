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
import io.mooring.provider.resources.host.ssh.SshHost;
import io.mooring.provider.resources.host.ssh.SshPlace;
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

    private static final List<PropertyFailure> MORE_THAN_ONE_MACHINE =
            List.of(
                    new PropertyFailure(
                            "host.standalone", "names more than one machine; keep one"));

    private Hosts() {}

    /// What is wrong with it.
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
            return standalone.has("local")
                    ? MORE_THAN_ONE_MACHINE
                    : standalone.object("ssh").map(SshInputs::check).orElse(List.of());
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

    /// Whether the control plane runs in a namespace of a host cluster.
    static boolean isHostCluster(ObjectValue inputs) {
        return inputs.object("host").filter(host -> host.has("kubernetes")).isPresent();
    }

    /// Whether its files are somewhere else than on this machine.
    static boolean isElsewhere(ObjectValue inputs) {
        return inputs.object("host")
                        .filter(host -> host.has("kubernetes") || host.has("docker"))
                        .isPresent()
                || machine(inputs).isPresent();
    }

    /// What is said of a machine that SSH reaches, if it is to be on one.
    static Optional<ObjectValue> machine(ObjectValue inputs) {
        return inputs.object("host")
                .flatMap(host -> host.object("standalone"))
                .flatMap(standalone -> standalone.object("ssh"));
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
        return inputs.object("host")
                .flatMap(host -> host.object("standalone"))
                .filter(standalone -> standalone.has("local"))
                .map(_ -> StandaloneLocalHost.NODE_ENDPOINT)
                .or(() -> machine(inputs).flatMap(ssh -> foreseen(ssh, inputs)));
    }

    private static Optional<String> foreseen(ObjectValue ssh, ObjectValue inputs) {
        if (!ControlPlaneConfig.isKnown(inputs) || ssh.has("address") && !ssh.isKnown("address")) {
            return Optional.empty();
        }
        var plane = ControlPlaneConfig.load(inputs).config().controlPlane();
        return Optional.of(plane.endpoint())
                .filter(it -> !it.isEmpty())
                .or(() ->
                        ssh.text("address")
                                .or(() -> ssh.text("host"))
                                .map(host -> SshPlace.exposed(host, plane.proxy().port())))
                .map(it -> "https://" + it);
    }

    /// The host that checked and known inputs ask for.
    static ControlPlaneHost choose(
            String name,
            ObjectValue inputs,
            StandaloneLocalHost local,
            KubeClients hostClusters,
            Function<DockerPlace, DockerHost> engines,
            Function<SshPlace, SshHost> machines,
            Map<String, String> environment) {
        return hostCluster(name, inputs, hostClusters)
                .<ControlPlaneHost>map(KubernetesHost::new)
                .or(() -> engine(inputs, environment).map(engines))
                .or(() -> machine(inputs).map(SshInputs::place).map(machines))
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
