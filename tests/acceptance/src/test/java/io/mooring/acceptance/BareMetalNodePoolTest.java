package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node pool on bare metal through the real engine and the plugin as `make build` leaves it,
/// which loads the SSH library from where it lies. That machines join is tested where some can be
/// had.
@Order(14)
final class BareMetalNodePoolTest {

    @TempDir Path directory;

    @Test
    void theExampleIsPlannedAndItsKeyIsShownNowhere() throws IOException, InterruptedException {
        var project = new PulumiProject(directory, "metal");
        String example = Files.readString(Tree.ROOT.resolve("examples/baremetal/Pulumi.yaml"));
        Files.writeString(
                directory.resolve("Pulumi.yaml"),
                example.replace("../../bin", Tree.ROOT.resolve("bin").toString()));
        project.run("stack", "init", "shop").succeeded();
        String key = key();
        project.run("config", "set", "--secret", "--stack", "shop", "sshKey", "--", key)
                .succeeded();

        String plan = project.run("preview", "--diff", "--stack", "shop").succeeded();

        assertThat(plan)
                .contains("mooring:baremetal:Node: (create)", "nodes-0", "nodes-1", "rack1-c")
                .doesNotContain("nodes-2", key.lines().skip(1).findFirst().orElseThrow());

        project.run("config", "set", "--secret", "--stack", "shop", "sshKey", "id_ed25519")
                .succeeded();
        assertThat(project.run("preview", "--stack", "shop").output())
                .contains("machine.privateKey", "give what the file holds and not its name");
    }

    private String key() throws IOException, InterruptedException {
        Path file = directory.resolve("key");
        var made =
                new ProcessBuilder(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-N",
                                "",
                                "-f",
                                file.toString())
                        .inheritIO()
                        .start();
        assertThat(made.waitFor()).isZero();
        return Files.readString(file);
    }
}
