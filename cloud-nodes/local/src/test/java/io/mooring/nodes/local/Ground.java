package io.mooring.nodes.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A cluster for one test, with its network. Closing it removes what is left and checks that
/// nothing remains anywhere on this host.
final class Ground implements AutoCloseable {

    private static final String WRITES_A_FILE =
            """
            #cloud-config
            runcmd:
              - [sh, -c, "hostname > /var/lib/mooring/proof; ip -4 -o addr show eth0 >> /var/lib/mooring/proof"]
            """;

    final String cluster;
    final Path state;
    final LocalNetwork network;
    final NamespaceMachines machines;
    final Commands commands = new Commands();

    Ground(String prefix, Path state) {
        Path root = machineRoot();
        if (!Files.isDirectory(root) || !"root".equals(System.getProperty("user.name"))) {
            abort(
                    "SKIPPED: machines need root and a machine root at %s; run tools/rootfs as root"
                            .formatted(root));
        }
        this.cluster = prefix + ProcessHandle.current().pid();
        this.state = state;
        this.network = new LocalNetwork(cluster);
        this.machines = new NamespaceMachines(state, root);
        // a JVM that ends before its tests do (Ctrl-C) closes nothing
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "remove " + cluster));
        network.ensure();
    }

    private void remove() {
        machines.list(cluster).forEach(machine -> machines.delete(machine.id()));
        network.remove();
    }

    static Path machineRoot() {
        String cache = System.getenv("MOORING_CACHE");
        Path base =
                cache == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "mooring")
                        : Path.of(cache);
        return base.resolve("machine-root");
    }

    MachineId id(String machine) {
        return new MachineId(cluster, machine);
    }

    MachineRequest request(String machine) {
        return new MachineRequest(id(machine), new SecretText(WRITES_A_FILE), List.of());
    }

    Path directory(String machine) {
        return state.resolve(cluster).resolve("machines").resolve(machine);
    }

    /// What the machine's user data wrote, once cloud-init has come that far.
    String proof(String machine) {
        try {
            return Files.readString(directory(machine).resolve("volumes/mooring/proof"));
        } catch (IOException _) {
            return "";
        }
    }

    /// Processes of this host that are in a control group of the cluster, or see a mount of it.
    List<String> processes() {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(Ground::lives)
                    .filter(process ->
                            names(process.resolve("cgroup")) || names(process.resolve("mountinfo")))
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// What has ended may wait for this host's process 1 to take note, when its maker was killed.
    private static boolean lives(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    private boolean names(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(cluster + "/")
                    || Files.readString(file, StandardCharsets.ISO_8859_1).contains(cluster + "--");
        } catch (IOException _) {
            return false;
        }
    }

    /// Of this cluster; those of other tests may come and go meanwhile.
    private String cgroups() {
        String ours = "mooring-" + cluster + "*";
        return commands.run(
                "find", "/sys/fs/cgroup", "-ignore_readdir_race", "-maxdepth", "2", "-name", ours);
    }

    @Override
    public void close() {
        remove();
        var left = new ArrayList<>(processes());
        assertThat(left).as("processes").isEmpty();
        assertThat(commands.run("ip", "netns", "list")).doesNotContain("mooring-" + cluster);
        assertThat(cgroups()).isEmpty();
        assertThat(commands.run("find", "/run/mooring", "-name", "mooring-" + cluster + "*"))
                .isEmpty();
        assertThat(commands.run("find", state.toString(), "-type", "f")).isEmpty();
        assertThat(names(Path.of("/proc/self/mountinfo"))).isFalse();
    }
}
