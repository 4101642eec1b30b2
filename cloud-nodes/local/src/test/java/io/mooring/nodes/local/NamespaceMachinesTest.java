package io.mooring.nodes.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NamespaceMachinesTest {

    private static final String CLUSTER = "nm" + ProcessHandle.current().pid();
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(90);
    private static final String WRITES_A_FILE =
            """
            #cloud-config
            runcmd:
              - [sh, -c, "hostname > /var/lib/mooring/proof; ip -4 -o addr show eth0 >> /var/lib/mooring/proof"]
            """;

    @TempDir Path state;

    private final LocalNetwork network = new LocalNetwork(CLUSTER);
    private final Commands commands = new Commands();
    private NamespaceMachines machines;

    @BeforeEach
    void standTheNetwork() {
        Path root = machineRoot();
        if (!Files.isDirectory(root) || !"root".equals(System.getProperty("user.name"))) {
            abort("no machine root at " + root + " or not root: run tools/rootfs as root first");
        }
        machines = new NamespaceMachines(state, root);
        network.ensure();
    }

    @AfterEach
    void leaveNothing() {
        machines.list(CLUSTER).forEach(machine -> machines.delete(machine.id()));
        network.remove();
        assertThat(commands.run("ip", "netns", "list")).doesNotContain("mooring-" + CLUSTER);
        assertThat(commands.run("find", "/sys/fs/cgroup", "-name", "mooring-" + CLUSTER + "*"))
                .isEmpty();
        assertThat(mounts()).doesNotContain(CLUSTER);
        assertThat(state.resolve(CLUSTER).resolve("machines"))
                .satisfiesAnyOf(
                        p -> assertThat(p).doesNotExist(), p -> assertThat(p).isEmptyDirectory());
    }

    @Test
    void aMachineBootsAndRunsTheUserDataItWasGiven() {
        CreateOutcome outcome = machines.create(request("one"));

        assertThat(outcome).isInstanceOf(CreateOutcome.Created.class);
        awaitProof("one");
        assertThat(proof("one")).startsWith("one\n").contains("10.77.0.10/16");
        assertThat(machines.create(request("one"))).isInstanceOf(CreateOutcome.AlreadyThere.class);
    }

    @Test
    void theNodeReachesTheControlPlaneAndIsNotReachedByIt() {
        machines.create(request("one"));

        String node = network.machineNamespace("one");
        assertThat(in(node, "ip", "route", "get", "10.76.0.2").ok()).isTrue();
        assertThat(in(network.controlPlaneNamespace(), "ip", "route", "get", "10.77.0.10").output())
                .contains("Network is unreachable");
    }

    @Test
    void aKilledMachineIsStoppedAndStartsAgainOnItsDisk() throws IOException {
        machines.create(request("one"));
        awaitProof("one");
        Files.writeString(state.resolve(CLUSTER).resolve("machines/one/upper/root/kept"), "yes");

        new MachineDirectory(state.resolve(CLUSTER).resolve("machines/one"))
                .init()
                .ifPresent(init -> commands.run("kill", "-9", Long.toString(init.pid())));
        await().atMost(BOOT_LIMIT).until(() -> stateOf("one") instanceof MachineState.Stopped);
        machines.powerOn(id("one"));

        assertThat(stateOf("one")).isInstanceOf(MachineState.Running.class);
        String pid =
                Long.toString(
                        new MachineDirectory(state.resolve(CLUSTER).resolve("machines/one"))
                                .init()
                                .orElseThrow()
                                .pid());
        assertThat(commands.run("nsenter", "-t", pid, "-m", "cat", "/root/kept")).isEqualTo("yes");
    }

    @Test
    void anOrderlyShutdownEndsTheMachine() {
        machines.create(request("one"));
        awaitProof("one");

        machines.powerOff(id("one"), Duration.ofSeconds(20));

        assertThat(stateOf("one")).isInstanceOf(MachineState.Stopped.class);
    }

    @Test
    void threeAtOnceGetAddressesOfTheirOwn() {
        List<Thread> makers =
                IntStream.range(0, 3)
                        .mapToObj(i ->
                                Thread.ofVirtual().start(() -> machines.create(request("n" + i))))
                        .toList();
        makers.forEach(NamespaceMachinesTest::join);

        for (int i = 0; i < 3; i++) {
            awaitProof("n" + i);
        }
        assertThat(machines.list(CLUSTER).stream().flatMap(m -> m.addresses().stream()))
                .containsExactlyInAnyOrder("10.77.0.10", "10.77.0.11", "10.77.0.12");
    }

    @Test
    void deletingWhatIsHalfMadeCleansUp() {
        machines.create(request("one"));
        FileTrees.remove(state.resolve(CLUSTER).resolve("machines/one/seed"));
        network.detach("one");

        assertThat(machines.delete(id("one"))).isInstanceOf(DeleteOutcome.Deleted.class);
        assertThat(machines.delete(id("one"))).isInstanceOf(DeleteOutcome.NothingThere.class);
        assertThat(machines.get(id("one"))).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void aMissingImageIsBadConfigurationAndMakesNothing() {
        var request =
                new MachineRequest(
                        id("one"), new SecretText(WRITES_A_FILE), List.of(Path.of("/no/such.tar")));

        assertThat(machines.create(request))
                .isEqualTo(
                        new CreateOutcome.BadConfiguration(
                                "image archive /no/such.tar cannot be read"));
        assertThat(machines.list(CLUSTER)).isEmpty();
    }

    private static MachineId id(String name) {
        return new MachineId(CLUSTER, name);
    }

    private static MachineRequest request(String name) {
        return new MachineRequest(id(name), new SecretText(WRITES_A_FILE), List.of());
    }

    private MachineState stateOf(String name) {
        return switch (machines.get(id(name))) {
            case Lookup.Found found -> found.machine().state();
            case Lookup.NotFound _ -> throw new AssertionError(name + " is not there");
        };
    }

    private void awaitProof(String name) {
        await().atMost(BOOT_LIMIT).until(() -> proof(name).contains("eth0"));
    }

    private String proof(String name) {
        try {
            return Files.readString(
                    state.resolve(CLUSTER).resolve("machines/" + name + "/volumes/mooring/proof"));
        } catch (IOException _) {
            return "";
        }
    }

    private Commands.Result in(String namespace, String... command) {
        var all = new java.util.ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        all.addAll(List.of(command));
        return commands.attempt(all.toArray(String[]::new));
    }

    private static String mounts() {
        try {
            return Files.readString(Path.of("/proc/self/mountinfo"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path machineRoot() {
        String cache = System.getenv("MOORING_CACHE");
        Path base =
                cache == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "mooring")
                        : Path.of(cache);
        return base.resolve("machine-root");
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
