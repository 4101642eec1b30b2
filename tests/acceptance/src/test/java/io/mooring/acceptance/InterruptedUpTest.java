package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C in the middle of `pulumi up`: nothing is lost, the next one goes on, destroy leaves
/// nothing.
final class InterruptedUpTest {

    private static final String NAME = "int-" + ProcessHandle.current().pid();

    @TempDir Path directory;

    private PulumiProject project;

    @AfterEach
    void leaveNothingBehind() {
        project.destroy();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    @Test
    void upAfterAnInterruptedUpFinishesTheWork() {
        project = new PulumiProject(directory, "interrupted");
        project.program(Programs.cluster(NAME, 1));
        Process first = project.start("up", "--yes", "--skip-preview");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(Path.of("/var/lib/mooring", NAME)));

        interrupt(first);
        Command.Result interrupted = project.finish(first);
        Command.Result second = project.up();

        assertThat(interrupted.exitCode()).isNotZero();
        assertThat(second.succeeded()).contains("created");
        assertThat(project.count("mooring:local:Node")).isEqualTo(1);
        Kubectl kubectl = Kubectl.of(directory, project.output("kubeconfig"));
        assertThat(kubectl.get("get", "nodes", "--no-headers")).contains(" Ready ");
    }

    private void interrupt(Process process) {
        Command.in(directory).run("kill", "-INT", String.valueOf(process.pid())).succeeded();
    }
}
