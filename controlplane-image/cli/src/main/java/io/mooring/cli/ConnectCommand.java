package io.mooring.cli;

import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.docker.DockerHost;
import io.mooring.provider.resources.host.docker.DockerPlace;
import io.mooring.provider.resources.host.kubernetes.HostCluster;
import io.mooring.provider.resources.host.kubernetes.KubernetesHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "connect",
        description =
                "Print how to reach a virtual cluster of this machine, or one in a host cluster or a container engine.",
        mixinStandardHelpOptions = true)
final class ConnectCommand implements Callable<Integer> {

    /// The directory for kubeconfigs of clusters in a container engine; no namespace is named so.
    private static final String OF_ENGINES = "_docker";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private HostClusterOption host = new HostClusterOption();
    @Mixin private EngineOption engine = new EngineOption();

    @Option(
            names = "--print",
            description = "Print the kubeconfig itself, which is a secret, and write no file.")
    private boolean print;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "The cluster, as mooring list shows it.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
        if (engine.isGiven()) {
            DockerPlace place = engine.place(host);
            var found = new DockerHost(place, VirtualClusters.clients());
            tell(running(found, place.toString()), OF_ENGINES);
            return 0;
        }
        if (host.isGiven()) {
            HostCluster place = host.place(name);
            tell(running(new KubernetesHost(place), place.toString()), place.namespace());
            return 0;
        }
        Path dataDir = Installed.CLUSTERS.resolve(name);
        Path kubeconfig = ofThisMachine(dataDir);
        if (print) {
            printed(Files.readString(kubeconfig));
        } else {
            shown(kubeconfig, Installed.state(dataDir));
        }
        return 0;
    }

    private void tell(RunningCluster cluster, String directory) throws IOException {
        if (print) {
            printed(cluster.kubeconfig());
        } else {
            shown(written(cluster.kubeconfig(), directory), "ready");
        }
    }

    private void printed(String kubeconfig) {
        output.print(
                spec.commandLine().getOut(),
                Map.of("name", name, "kubeconfig", kubeconfig),
                kubeconfig.stripTrailing());
    }

    private void shown(Path kubeconfig, String state) {
        output.print(
                spec.commandLine().getOut(),
                Map.of("name", name, "kubeconfig", kubeconfig.toString(), "state", state),
                "export KUBECONFIG=" + kubeconfig);
    }

    private Path ofThisMachine(Path dataDir) {
        Path kubeconfig = dataDir.resolve("service/kubeconfig");
        if (!Files.isReadable(kubeconfig)) {
            kubeconfig = dataDir.resolve("kubeconfig/admin.conf");
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new CliException(
                    "connecting to "
                            + name
                            + ": no such cluster on this machine; see mooring list");
        }
        return kubeconfig;
    }

    private RunningCluster running(ControlPlaneHost found, String place) {
        try {
            return switch (found.state(name)) {
                case ClusterState.Up(RunningCluster cluster) -> cluster;
                case ClusterState.Down(String reason) ->
                        throw new CliException(
                                "connecting to %s in %s: it is not ready: %s"
                                        .formatted(name, place, reason));
                case ClusterState.Paused paused ->
                        throw new CliException(
                                "connecting to %s in %s: it is %s"
                                        .formatted(name, place, paused.reason()));
                case ClusterState.Absent _ ->
                        throw new CliException(
                                "connecting to %s in %s: no such cluster there; see mooring list with the same options, but for --namespace"
                                        .formatted(name, place));
            };
        } catch (HostFailure e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    /// Writes the kubeconfig where only its owner can read it.
    private Path written(String kubeconfig, String place) throws IOException {
        Path home =
                Optional.ofNullable(System.getenv("XDG_CONFIG_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".config"));
        Path directory = home.resolve("mooring").resolve(place);
        Files.createDirectories(directory);
        Path part =
                Files.createTempFile(
                        directory,
                        name,
                        ".part",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, kubeconfig);
        return Files.move(
                part,
                directory.resolve(name + ".conf"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
