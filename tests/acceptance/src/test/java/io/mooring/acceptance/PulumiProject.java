package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Pulumi program in a directory of its own, driven by the real engine with its state beside it.
final class PulumiProject {

    private final Path directory;
    private final String stack;
    private final List<String> front;
    private final Map<String, String> environment;
    private Optional<JsonNode> outputs = Optional.empty();

    PulumiProject(Path directory, String stack) {
        this(directory, stack, List.of());
    }

    /// @param environment what commands find in it, besides what all do
    PulumiProject(Path directory, String stack, Map<String, String> environment) {
        this(directory, stack, List.of(), environment);
    }

    /// @param front what to put before the command, as to run it in a network namespace
    PulumiProject(Path directory, String stack, List<String> front) {
        this(directory, stack, front, Map.of());
    }

    PulumiProject(
            Path directory, String stack, List<String> front, Map<String, String> environment) {
        this.directory = directory;
        this.stack = stack;
        this.front = List.copyOf(front);
        this.environment = Map.copyOf(environment);
        program("resources: {}\n");
        command().run(arguments("stack", "init", stack)).succeeded();
    }

    /// Writes the YAML program: everything after the head that names runtime and plugin.
    void program(String resourcesAndOutputs) {
        write(directory, resourcesAndOutputs);
    }

    static void write(Path directory, String resourcesAndOutputs) {
        write(directory, "runtime: yaml\n", resourcesAndOutputs);
    }

    /// Makes a Java program out of a jar that runs.
    static void writeJava(Path directory, Path jar) {
        write(directory, "runtime:\n  name: java\n  options:\n    binary: " + jar + "\n", "");
    }

    private static void write(Path directory, String runtime, String resourcesAndOutputs) {
        String plugins =
                """
                plugins:
                  providers:
                    - name: mooring
                      path: %s
                """
                        .formatted(Tree.ROOT.resolve("bin"));
        try {
            Files.writeString(
                    directory.resolve("Pulumi.yaml"),
                    "name: acceptance\n" + runtime + plugins + resourcesAndOutputs);
        } catch (IOException e) {
            throw new AssertionError("writing the program", e);
        }
    }

    Command.Result run(String... arguments) {
        outputs = Optional.empty();
        return command().run(arguments(arguments));
    }

    Process start(String... arguments) {
        outputs = Optional.empty();
        return command().start(arguments(arguments));
    }

    Command.Result finish(Process process) {
        outputs = Optional.empty();
        return command().finish(process, List.of("pulumi"));
    }

    Command.Result up() {
        return run("up", "--yes", "--skip-preview", "--stack", stack);
    }

    /// An `up` whose engine is killed, and all that it has started, once that is so; as whoever did
    /// that would, takes its lock of the state away.
    ///
    /// @return what it had said
    String upKilledOnce(Duration limit, BooleanSupplier moment) {
        Process up = start("up", "--yes", "--skip-preview", "--stack", stack);
        Awaitility.await().atMost(limit).until(() -> moment.getAsBoolean() || !up.isAlive());
        assertThat(up.isAlive()).as("it goes on at that moment").isTrue();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(up.toHandle()), up.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await()
                .atMost(limit)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        String said = finish(up).output();
        run("cancel", "--yes", "--stack", stack).succeeded();
        return said;
    }

    /// With the upstream binaries, those of Pulumi among them, of this directory.
    Command.Result upWithBinaries(Path directory) {
        outputs = Optional.empty();
        return command()
                .with("MOORING_BIN_DIR", directory.toString())
                .run(arguments("up", "--yes", "--skip-preview", "--stack", stack));
    }

    /// Fails if anything is to be done, after a look at what is really there.
    void upIsNotNeeded() {
        run("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes", "--stack", stack)
                .succeeded();
    }

    /// Looks first at what is really there.
    Command.Result upAfterRefresh() {
        return run("up", "--refresh", "--yes", "--skip-preview", "--stack", stack);
    }

    Command.Result refresh() {
        return run("refresh", "--yes", "--skip-preview", "--stack", stack);
    }

    Command.Result preview() {
        return run("preview", "--diff", "--stack", stack);
    }

    Command.Result destroy() {
        return run("destroy", "--yes", "--skip-preview", "--stack", stack);
    }

    /// An output of the last run; read once a run.
    String output(String name) {
        if (outputs.isEmpty()) {
            var command =
                    arguments("stack", "output", "--json", "--show-secrets", "--stack", stack);
            String json = command().run(command).succeeded();
            outputs = Optional.of(JsonMapper.shared().readTree(json));
        }
        return outputs.get().required(name).asString().strip();
    }

    /// The resources in the state, without the stack itself and the providers.
    List<JsonNode> resources() {
        Path state = Path.of("state/backend/.pulumi/stacks/acceptance", stack + ".json");
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode resource :
                JsonMapper.shared()
                        .readTree(directory.resolve(state).toFile())
                        .at("/checkpoint/latest/resources")) {
            if (resource.path("type").asString("").startsWith("mooring:")) {
                found.add(resource);
            }
        }
        return found;
    }

    long count(String type) {
        return resources().stream().filter(r -> r.path("type").asString("").equals(type)).count();
    }

    private Command command() {
        Command command =
                Command.in(directory)
                        .with("MOORING_STATE", directory.resolve("state").toString())
                        .with("MOORING_PROJECT", directory.toString())
                        .with("NO_COLOR", "1");
        for (var variable : environment.entrySet()) {
            command = command.with(variable.getKey(), variable.getValue());
        }
        return command;
    }

    private String[] arguments(String... arguments) {
        List<String> all = new ArrayList<>(front);
        all.addAll(List.of(Tree.tool("pulumi"), "-C", directory.toString()));
        all.addAll(List.of("--color", "never", "--non-interactive"));
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
