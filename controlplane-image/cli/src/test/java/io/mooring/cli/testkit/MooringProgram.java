package io.mooring.cli.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The `mooring` command as a program of its own.
public final class MooringProgram {

    private MooringProgram() {}

    /// Its command line with these arguments: of the launcher that `tools/test` names, having just
    /// made it, or else of this class path, which starts slower.
    public static List<String> commandLine(List<String> arguments) {
        var command = new ArrayList<String>();
        String launcher = System.getenv("MOORING_LAUNCHER");
        if (launcher == null) {
            command.addAll(ofThisClassPath());
        } else {
            command.add(launcher);
        }
        command.addAll(arguments);
        return command;
    }

    private static List<String> ofThisClassPath() {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx80m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                "io.mooring.cli.Main");
    }

    /// Runs it with these arguments to its end.
    public static Finished run(String... arguments) {
        return Finished.of(commandLine(List.of(arguments)));
    }
}
