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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
            tell(running(found, place.toString()), home -> home.ofEngine(place.endpoint(), name));
            return 0;
        }
        if (host.isGiven()) {
            HostCluster place = host.place(name);
            tell(
                    running(new KubernetesHost(place), place.toString()),
                    home -> home.ofNamespace(place.namespace(), name));
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

    private void tell(RunningCluster cluster, Function<KeptKubeconfigs, Path> place)
            throws IOException {
        if (print) {
            printed(cluster.kubeconfig());
        } else {
            var kept = KeptKubeconfigs.ofUser();
            shown(kept.write(place.apply(kept), cluster.kubeconfig()), "ready");
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
}
