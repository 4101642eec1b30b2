package io.mooring.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How one upstream process is run.
///
/// @param patience how long it may take to end in order before it is killed
record ChildSpec(
        String name,
        Path program,
        List<String> arguments,
        Map<String, String> environment,
        Duration patience) {

    ChildSpec {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    List<String> command() {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        return command;
    }
}
