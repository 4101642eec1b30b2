package io.mooring.nodes.local;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A process that makes a machine, says so, and stays: to be killed. Arguments: state root,
/// cluster, machine, file of the user data.
final class Launcher {

    private Launcher() {}

    static Process start(Ground ground, String machine, Path userData) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        ground.state.toString(),
                        ground.cluster,
                        machine,
                        userData.toString())
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        var machines = new NamespaceMachines(Path.of(arguments[0]), Ground.machineRoot());
        var request =
                new MachineRequest(
                        new MachineId(arguments[1], arguments[2]),
                        new SecretText(Files.readString(Path.of(arguments[3]))),
                        List.of());
        System.out.println(machines.create(request).getClass().getSimpleName());
        System.out.flush();
        System.in.read();
    }
}
