package io.mooring.cli;

import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.docker.EngineCluster;
import io.mooring.provider.resources.host.kubernetes.HostedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description =
                "The virtual clusters of this machine, or those in a host cluster or a container engine.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private HostClusterOption host = new HostClusterOption();
    @Mixin private EngineOption engine = new EngineOption();

    @Override
    public Integer call() throws IOException {
        if (engine.isGiven()) {
            var columns = List.of("name", "state", "endpoint", "owner");
            output.printRows(spec.commandLine().getOut(), columns, inEngine());
        } else if (host.isGiven()) {
            var columns = List.of("namespace", "name", "state", "endpoint", "owner");
            output.printRows(spec.commandLine().getOut(), columns, hosted());
        } else {
            var columns = List.of("name", "nodes", "state");
            output.printRows(spec.commandLine().getOut(), columns, rows());
        }
        return 0;
    }

    private List<Map<String, Object>> inEngine() {
        try {
            return EngineCluster.in(engine.place(host), VirtualClusters.clients()).stream()
                    .map(cluster ->
                            row(Map.of("name", cluster.name()), cluster.state(), cluster.owner()))
                    .toList();
        } catch (HostFailure e) {
            throw new CliException(String.valueOf(e.getMessage()));
        }
    }

    private List<Map<String, Object>> hosted() {
        try {
            return HostedCluster.in(host.place("")).stream().map(ListCommand::row).toList();
        } catch (HostFailure e) {
            throw new CliException(e.getMessage() + "; --namespace asks in one namespace only");
        }
    }

    private static Map<String, Object> row(HostedCluster cluster) {
        var which = new LinkedHashMap<String, Object>();
        which.put("namespace", cluster.namespace());
        which.put("name", cluster.name());
        return row(which, cluster.state(), cluster.owner());
    }

    private static Map<String, Object> row(
            Map<String, Object> which, ClusterState state, String owner) {
        var row = new LinkedHashMap<>(which);
        switch (state) {
            case ClusterState.Up(RunningCluster running) -> {
                row.put("state", "ready");
                row.put("endpoint", running.endpoint());
            }
            case ClusterState.Down(String reason) -> row.put("state", "not ready: " + reason);
            case ClusterState.Paused _ -> row.put("state", "paused");
            case ClusterState.Absent _ -> row.put("state", "gone");
        }
        row.put("owner", owner);
        return row;
    }

    private static List<Map<String, Object>> rows() throws IOException {
        if (!Files.isDirectory(Installed.CLUSTERS)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(Installed.CLUSTERS)) {
            return directories.filter(Files::isDirectory).sorted().map(ListCommand::row).toList();
        }
    }

    private static Map<String, Object> row(Path directory) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", directory.getFileName().toString());
        row.put("nodes", machines(directory.resolve("machines")));
        row.put("state", Installed.state(directory));
        return row;
    }

    private static long machines(Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> machines = Files.list(directory)) {
            return machines.filter(Files::isDirectory).count();
        } catch (IOException _) {
            return 0;
        }
    }
}
