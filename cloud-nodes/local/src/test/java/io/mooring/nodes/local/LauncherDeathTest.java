package io.mooring.nodes.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LauncherDeathTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir Path state;
    @TempDir Path own;

    @org.jspecify.annotations.Nullable private Ground opened;

    @BeforeEach
    void standTheNetwork() {
        opened = new Ground("ld", state);
    }

    @AfterEach
    void leaveNothing() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void aMachineOutlivesItsLauncherAndHoldsNoneOfItsPipes() throws IOException {
        Ground ground = java.util.Objects.requireNonNull(opened);
        Process launcher = Launcher.start(ground, "one", userData(ground));
        BufferedReader output = launcher.inputReader(StandardCharsets.UTF_8);
        String said = output.readLine();

        launcher.toHandle().destroyForcibly();

        assertThat(said).isEqualTo("Created");
        assertThat(launcher.onExit()).succeedsWithin(LIMIT);
        assertThat(output.readLine()).isNull();
        await().atMost(LIMIT).until(() -> ground.proof("one").contains("eth0"));
        assertThat(ground.machines.get(ground.id("one")))
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found ->
                                assertThat(found.machine().state())
                                        .isEqualTo(new MachineState.Running()));
    }

    /// The moments are told by the files that a creation writes, in this order.
    @ParameterizedTest
    @ValueSource(strings = {"seed", "power.log", "launcher", "work", "init"})
    void aCreationWhoseLauncherIsKilledIsRemovedWithoutTrace(String moment) throws IOException {
        Ground ground = java.util.Objects.requireNonNull(opened);
        Process launcher = Launcher.start(ground, "one", userData(ground));
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(2))
                .pollDelay(Duration.ZERO)
                .until(() -> Files.exists(ground.directory("one").resolve(moment)));

        launcher.destroyForcibly();
        assertThat(launcher.onExit()).succeedsWithin(LIMIT);
        var outcome = ground.machines.delete(ground.id("one"));

        assertThat(outcome).isEqualTo(new DeleteOutcome.Deleted());
        assertThat(ground.machines.get(ground.id("one"))).isEqualTo(new Lookup.NotFound());
        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(ground.processes()).isEqualTo(List.of()));
    }

    private Path userData(Ground ground) throws IOException {
        return Files.writeString(
                own.resolve("user-data"), ground.request("one").userData().value());
    }
}
