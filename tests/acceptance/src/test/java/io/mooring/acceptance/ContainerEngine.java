package io.mooring.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real container engine of its own, whose published ports are in the network namespace it was
/// started in.
record ContainerEngine(Path directory, Process process) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// @param front what to put before its command line, as to run it in a network namespace
    static ContainerEngine start(Path directory, List<String> front) throws IOException {
        var command = new ArrayList<>(front);
        command.add(Tree.tool("docker-engine"));
        command.add(directory.toString());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("engine.log").toFile())
                        .start();
        var engine = new ContainerEngine(directory, process);
        await("an engine, see " + directory + "/engine.log")
                .atMost(LIMIT)
                .until(() -> engine.call("GET", "/version").exitCode() == 0);
        return engine;
    }

    String endpoint() {
        return "unix://" + directory.resolve("engine.sock");
    }

    /// Calls it as anybody could.
    Command.Result call(String method, String path) {
        return Command.in(directory)
                .run(
                        "curl",
                        "--silent",
                        "--fail",
                        "--max-time",
                        "60",
                        "--request",
                        method,
                        "--unix-socket",
                        directory.resolve("engine.sock").toString(),
                        "http://engine" + path);
    }

    /// The names of all containers, volumes and networks, but for those that every engine has.
    List<String> things() {
        var names = new TreeSet<String>();
        json("/containers/json?all=true").forEach(it -> names.add("container " + it.path("Id")));
        json("/volumes").path("Volumes").forEach(it -> names.add("volume " + it.path("Name")));
        StreamSupport.stream(json("/networks").spliterator(), false)
                .filter(it -> !it.path("Name").asString("").matches("none|host|bridge"))
                .forEach(it -> names.add("network " + it.path("Name")));
        return List.copyOf(names);
    }

    String inspect(String container) {
        return call("GET", "/containers/" + container + "/json").succeeded();
    }

    JsonNode json(String path) {
        return JsonMapper.shared().readTree(call("GET", path).succeeded());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the engine does not end, see " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
