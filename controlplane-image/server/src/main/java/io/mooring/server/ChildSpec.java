package io.mooring.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one upstream process is run.
///
/// @param directory where it works; where this JVM does if empty
/// @param yielding has processors after all that does not
/// @param patience how long it may take to end in order before it is killed
record ChildSpec(
        String name,
        Path program,
        List<String> arguments,
        Map<String, String> environment,
        Optional<Path> directory,
        boolean yielding,
        Duration patience) {

    private static final String GO_SERVER_GC = "50";
    private static final List<String> YIELDING = List.of("nice", "-n", "10");

    ChildSpec {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// A Go program that is to take little memory.
    static ChildSpec ofGo(
            Path program, List<String> arguments, String memoryLimit, Duration patience) {
        var environment = Map.of("GOMEMLIMIT", memoryLimit, "GOGC", GO_SERVER_GC);
        String name = program.getFileName().toString();
        return new ChildSpec(
                name, program, arguments, environment, Optional.empty(), false, patience);
    }

    /// The same with one more variable in its environment.
    ChildSpec with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new ChildSpec(name, program, arguments, more, directory, yielding, patience);
    }

    /// The same at work in that directory.
    ChildSpec in(Path place) {
        return new ChildSpec(
                name, program, arguments, environment, Optional.of(place), yielding, patience);
    }

    /// The same, last in the queue for processors if so.
    ChildSpec yielding(boolean yields) {
        return new ChildSpec(name, program, arguments, environment, directory, yields, patience);
    }

    List<String> command() {
        var command = new ArrayList<>(yielding ? YIELDING : List.of());
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    /// Without arguments and environment, which may hold secrets.
    @Override
    public String toString() {
        return name;
    }
}
