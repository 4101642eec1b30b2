package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs a program of these tests as a process in a network namespace of its own, which goes with
/// it.
///
/// @param setUp what a shell does in the namespace first
/// @param jvmFlags beside those that all have
record OwnNetwork(String setUp, List<String> jvmFlags, Duration limit) {

    /// @param output where it prints
    /// @return the lines it printed
    List<String> run(Path output, Class<?> program, Object... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of("unshare", "--net", "sh", "-c", setUp + " && exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvmFlags);
        var classPath = System.getProperty("java.class.path");
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
        command.add(program.getName());
        List.of(arguments).forEach(argument -> command.add(argument.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            boolean over = process.waitFor(limit);
            List<String> lines = Files.readAllLines(output);
            assertThat(over).as("ends, having said " + lines).isTrue();
            return lines;
        } finally {
            process.destroy();
            process.waitFor(Duration.ofSeconds(30));
            process.destroyForcibly();
        }
    }
}
