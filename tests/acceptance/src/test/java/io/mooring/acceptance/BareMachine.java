package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A machine in the network of a local cluster that Mooring knows nothing of but its power. `pulumi
/// destroy` of the cluster takes it along.
record BareMachine(Path directory, String cluster, String name) {

    /// Powers it on; `directory` takes the user data, which may hold secrets.
    static BareMachine powerOn(
            Path directory, String cluster, String name, String userData, Path... images) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", Tree.ROOT.resolve("target/dist/mooring/app.jar").toString()));
        command.add(Tree.ROOT.resolve("tests/acceptance/src/machine/PowerOn.java").toString());
        command.addAll(List.of(cluster, name, secretFile(directory, name, userData)));
        command.add(Tree.cache().resolve("machine-root").toString());
        for (Path image : images) {
            command.add(image.toString());
        }
        Command.in(directory).run(command.toArray(String[]::new)).succeeded();
        return new BareMachine(directory, cluster, name);
    }

    /// Runs a program on it as root.
    Command.Result run(String... program) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("nsenter", "--target", init(), "--mount", "--pid", "--uts"));
        command.addAll(List.of("--ipc", "--net", "--cgroup", "--"));
        command.addAll(List.of(program));
        return Command.in(directory).run(command.toArray(String[]::new));
    }

    /// Copies what is in a directory of this host into one of its own.
    void give(Path from, String place) {
        String there = "/proc/" + init() + "/root" + place;
        Command.in(directory).run("mkdir", "-p", there).succeeded();
        Command.in(directory).run("cp", "-r", from + "/.", there).succeeded();
    }

    /// Ends it as a power cut does; returns once nothing of it runs any more.
    void cutPower() {
        ProcessHandle init = ProcessHandle.of(Long.parseLong(init())).orElseThrow();
        init.destroyForcibly();
        init.onExit().join();
    }

    /// What runs on it, in its containers too: a command line each.
    List<String> commandLines() {
        String lines =
                "for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; echo; done 2>/dev/null; true";
        return run("sh", "-c", lines).succeeded().lines().map(String::strip).toList();
    }

    /// Its process 1 as this host numbers it, from what the power-on script wrote down.
    private String init() {
        try {
            Path machines = Path.of("/var/lib/mooring", cluster, "machines");
            return Files.readString(machines.resolve(name).resolve("init")).split(" ")[0];
        } catch (IOException e) {
            throw new AssertionError("machine " + name + " does not run", e);
        }
    }

    private static String secretFile(Path directory, String name, String text) {
        try {
            var owner = PosixFilePermissions.fromString("rw-------");
            Path file = directory.resolve(name + ".user-data");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new AssertionError("writing the user data of " + name, e);
        }
    }
}
