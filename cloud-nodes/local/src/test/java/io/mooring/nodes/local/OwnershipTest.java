package io.mooring.nodes.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Owner;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.SettingProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A provider with an owner knows the machines that it made, of all that a cluster has on this
/// host.
final class OwnershipTest {

    private static final String CLUSTER = "own-" + ProcessHandle.current().pid();
    private static final MachineId ID = new MachineId(CLUSTER, "one");

    @TempDir private Path state;
    @TempDir private Path root;

    @BeforeEach
    void haveAMachineRoot() throws IOException {
        assumeThat(System.getProperty("user.name")).as("needs root").isEqualTo("root");
        Path systemd = root.resolve("lib/systemd/systemd");
        Files.createDirectories(systemd.getParent());
        Files.createFile(systemd);
        Files.setPosixFilePermissions(systemd, PosixFilePermissions.fromString("rwx------"));
    }

    private NodeProvider provider() {
        return new LocalProviderFactory()
                .open(
                        new Owner("mine0000"),
                        Map.of("machineRoot", root.toString(), "stateRoot", state.toString()));
    }

    private Path machine(String owner) throws IOException {
        Path machine = state.resolve(CLUSTER).resolve("machines/one");
        Files.createDirectories(machine.resolve("seed"));
        if (!owner.isEmpty()) {
            Files.writeString(machine.resolve("owner"), owner + "\n");
        }
        return machine;
    }

    @Test
    void whatSomebodyElseMadeIsNeitherSeenNorTouched() throws IOException {
        for (String owner : List.of("theirs00", "")) {
            Path machine = machine(owner);
            NodeProvider provider = provider();

            assertThat(provider.list(CLUSTER)).isEmpty();
            assertThat(provider.holdings(CLUSTER)).isEmpty();
            assertThat(provider.get(ID)).isEqualTo(new Lookup.NotFound());
            assertThat(provider.delete(ID)).isEqualTo(new DeleteOutcome.NothingThere());
            assertThat(provider.create(new MachineRequest(ID, new SecretText("#"), List.of())))
                    .isEqualTo(
                            new CreateOutcome.BadConfiguration(
                                    "",
                                    "there is a machine "
                                            + ID
                                            + " on this host, which somebody else made"));
            assertThat(machine.resolve("seed")).isDirectory();
        }
    }

    @Test
    void whatItMadeIsItsOwnAndGoes() throws IOException {
        Path machine = machine("mine0000");

        assertThat(provider().list(CLUSTER)).extracting(Machine::id).containsExactly(ID);
        assertThat(provider().delete(ID)).isEqualTo(new DeleteOutcome.Deleted());
        assertThat(machine).doesNotExist();
    }

    @Test
    void whoHasNoOwnerSeesAll() throws IOException {
        machine("mine0000");

        assertThat(new NamespaceMachines(state, root).list(CLUSTER)).hasSize(1);
    }

    @Test
    void settingsThatDoNotFitAreNamed() {
        assertThat(
                        new LocalProviderFactory()
                                .check(Map.of("machineRoot", "here", "machineRot", "/x")))
                .extracting(SettingProblem::field)
                .containsExactlyInAnyOrder("machineRot", "machineRoot");
    }
}
