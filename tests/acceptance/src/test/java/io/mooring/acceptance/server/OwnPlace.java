package io.mooring.acceptance.server;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A directory of nobody's, for a database server, which does not run as root; what it runs ends
/// with this JVM.
///
/// @param path short, since sockets are in it
record OwnPlace(Path path) {

    private static final String NOBODY = "65534";
    private static final List<String> AS_NOBODY =
            List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    static OwnPlace make() throws IOException {
        Path path = Files.createTempDirectory(Path.of("/tmp"), "mooring-db");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new OwnPlace(path);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /// Writes a file that it can read.
    void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    /// Runs a program as nobody to its end, in a directory that is nobody's.
    void run(String... command) {
        run("chown", List.of("-R", NOBODY + ":" + NOBODY, path.toString()));
        List<String> all = new ArrayList<>(AS_NOBODY);
        all.addAll(List.of(command));
        run("setpriv", all);
    }

    /// Starts a program as nobody.
    ///
    /// @param front what starts it, as in another network namespace
    Process start(List<String> front, String... command) throws IOException {
        List<String> all = new ArrayList<>(front);
        all.addAll(List.of("setpriv", "--pdeathsig=KILL"));
        all.addAll(AS_NOBODY);
        all.addAll(Arrays.asList(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(file("log").toFile())
                .start();
    }

    /// Ends what was started, by the signal that it ends at whoever is connected to it, and removes
    /// all.
    void end(Process process, String signal) {
        run("kill", List.of("-" + signal, Long.toString(process.pid())));
        process.onExit().join();
        run("rm", List.of("-rf", path.toString()));
    }

    /// In a directory that everybody may be in.
    private static void run(String program, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(arguments);
        Command.in(Path.of("/")).run(all).succeeded();
    }
}
