package io.mooring.cli;

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
        description = "The virtual clusters of this machine.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        output.printRows(spec.commandLine().getOut(), List.of("name", "nodes", "state"), rows());
        return 0;
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
