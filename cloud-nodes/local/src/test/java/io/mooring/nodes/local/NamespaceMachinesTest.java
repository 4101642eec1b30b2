package io.mooring.nodes.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NamespaceMachinesTest {

    private static final Duration BOOT_LIMIT = Duration.ofSeconds(90);
    private static final String CONTROL_PLANE = LocalNetwork.CONTROL_PLANE_ADDRESS;

    @TempDir Path state;

    @org.jspecify.annotations.Nullable private Ground opened;

    @BeforeEach
    void standTheNetwork() {
        opened = new Ground("nm", state);
    }

    @AfterEach
    void leaveNothing() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void aMachineBootsAndRunsTheUserDataItWasGiven() {
        CreateOutcome outcome = machines().create(request("one"));

        assertThat(outcome).isInstanceOf(CreateOutcome.Created.class);
        awaitProof("one");
        assertThat(proof("one")).startsWith("one\n").contains("10.77.0.10/16");
        assertThat(machines().create(request("one")))
                .isInstanceOf(CreateOutcome.AlreadyThere.class);
    }

    @Test
    void theControlPlaneIsReachedFromANodeButHasNoWayToIt() throws IOException {
        machines().create(request("one"));
        Process server = serveWhoCalls();
        try {
            await().atMost(BOOT_LIMIT)
                    .untilAsserted(() ->
                            assertThat(
                                            machines()
                                                    .exec(id("one"), "socat", "-u", dial(), "-")
                                                    .output())
                                    .isEqualTo("10.76.0.1\n"));
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
        assertThat(inControlPlane("ip", "route", "get", "10.77.0.10").output())
                .contains("Network is unreachable");
        assertThat(inControlPlane("ip", "route", "show", "default").output()).isEmpty();
    }

    /// Answers each caller with the address that the control plane saw it at.
    private Process serveWhoCalls() throws IOException {
        return new ProcessBuilder(
                        "nsenter",
                        "--net=" + ground().network.controlPlaneNamespaceFile(),
                        "chroot",
                        Ground.machineRoot().toString(),
                        "socat",
                        "TCP-LISTEN:8443,bind=" + CONTROL_PLANE + ",fork,reuseaddr",
                        "SYSTEM:echo $SOCAT_PEERADDR")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String dial() {
        return "TCP:" + CONTROL_PLANE + ":8443";
    }

    @Test
    void cloudInitEndsWithoutErrorAndTheMachineIsItsOwn() {
        machines().create(request("one"));

        awaitProof("one");
        ExecResult status = machines().exec(id("one"), "cloud-init", "status", "--wait");
        ExecResult processes = machines().exec(id("one"), "cat", "/proc/1/comm", "/etc/hostname");

        assertThat(status.output()).contains("status: done");
        assertThat(processes).isEqualTo(new ExecResult(0, "systemd\none\n"));
        assertThat(machines().exec(id("one"), "false").exitCode()).isEqualTo(1);
        assertThat(machines().consoleTail(id("one"), 500))
                .contains("BEGIN SSH HOST KEY FINGERPRINTS", "BEGIN SSH HOST KEY KEYS");
    }

    @Test
    void anArchiveIsLaidIntoTheMachine() throws IOException {
        Path images = Files.createDirectories(state.resolve("images"));
        Path image = Files.writeString(images.resolve("demo.tar"), "layers");

        machines().create(new MachineRequest(id("one"), request("one").userData(), List.of(image)));

        assertThat(machines().exec(id("one"), "cat", "/var/lib/mooring/images/demo.tar"))
                .isEqualTo(new ExecResult(0, "layers"));
        Files.delete(image);
    }

    @Test
    void aMachineThatCannotStartSaysWhy() throws IOException {
        Files.createDirectories(ground().directory("one"));
        Files.writeString(ground().directory("one").resolve("upper"), "in the way");

        assertThatThrownBy(() -> machines().create(request("one")))
                .isInstanceOf(LocalFailure.class)
                .hasMessageStartingWith("machine " + id("one") + " did not start: ")
                .hasMessageContaining("upper")
                .hasMessageEndingWith("; put that right and create it again, or delete it");
    }

    @Test
    void aKilledMachineIsStoppedAndStartsAgainOnItsDisk() throws IOException {
        machines().create(request("one"));
        awaitProof("one");
        Files.writeString(ground().directory("one").resolve("upper/root/kept"), "yes");

        new MachineDirectory(ground().directory("one"))
                .init()
                .ifPresent(init -> ground().commands.run("kill", "-9", Long.toString(init.pid())));
        await().atMost(BOOT_LIMIT).until(() -> stateOf("one") instanceof MachineState.Stopped);
        machines().powerOn(id("one"));

        assertThat(stateOf("one")).isInstanceOf(MachineState.Running.class);
        assertThat(machines().exec(id("one"), "cat", "/root/kept").output()).isEqualTo("yes");
    }

    @Test
    void anOrderlyShutdownEndsTheMachine() {
        machines().create(request("one"));
        awaitProof("one");

        machines().powerOff(id("one"), Duration.ofSeconds(20));

        assertThat(stateOf("one")).isInstanceOf(MachineState.Stopped.class);
    }

    @Test
    void threeAtOnceGetAddressesOfTheirOwn() {
        List<Thread> makers =
                IntStream.range(0, 3)
                        .mapToObj(i ->
                                Thread.ofVirtual().start(() -> machines().create(request("n" + i))))
                        .toList();
        makers.forEach(NamespaceMachinesTest::join);

        for (int i = 0; i < 3; i++) {
            awaitProof("n" + i);
        }
        assertThat(machines().list(ground().cluster).stream().flatMap(m -> m.addresses().stream()))
                .containsExactlyInAnyOrder("10.77.0.10", "10.77.0.11", "10.77.0.12");
    }

    @Test
    void deletingWhatIsHalfMadeCleansUp() {
        machines().create(request("one"));
        FileTrees.remove(ground().directory("one").resolve("seed"));
        ground().network.detach("one");

        assertThat(machines().delete(id("one"))).isInstanceOf(DeleteOutcome.Deleted.class);
        assertThat(machines().delete(id("one"))).isInstanceOf(DeleteOutcome.NothingThere.class);
        assertThat(machines().get(id("one"))).isInstanceOf(Lookup.NotFound.class);
    }

    @Test
    void aMissingImageIsBadConfigurationAndMakesNothing() {
        var request =
                new MachineRequest(
                        id("one"), request("one").userData(), List.of(Path.of("/no/such.tar")));

        assertThat(machines().create(request))
                .isEqualTo(
                        new CreateOutcome.BadConfiguration(
                                CreateOutcome.BadConfiguration.IMAGES,
                                "image archive /no/such.tar cannot be read"));
        assertThat(machines().list(ground().cluster)).isEmpty();
    }

    private Ground ground() {
        return java.util.Objects.requireNonNull(opened);
    }

    private NamespaceMachines machines() {
        return ground().machines;
    }

    private MachineId id(String name) {
        return ground().id(name);
    }

    private MachineRequest request(String name) {
        return ground().request(name);
    }

    private MachineState stateOf(String name) {
        return switch (machines().get(id(name))) {
            case Lookup.Found found -> found.machine().state();
            case Lookup.NotFound _ -> throw new AssertionError(name + " is not there");
        };
    }

    private void awaitProof(String name) {
        await().atMost(BOOT_LIMIT).until(() -> proof(name).contains("eth0"));
    }

    private String proof(String name) {
        return ground().proof(name);
    }

    private Commands.Result inControlPlane(String... command) {
        var all = new ArrayList<String>();
        all.add("nsenter");
        all.add("--net=" + ground().network.controlPlaneNamespaceFile());
        all.addAll(List.of(command));
        return ground().commands.attempt(all.toArray(String[]::new));
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
