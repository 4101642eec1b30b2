package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspaceTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path parent = Path.of("");

    private Path made(String name, Duration ago) throws IOException {
        Path directory = Files.createDirectories(parent.resolve(name));
        Files.writeString(directory.resolve("file"), "x");
        return Files.setLastModifiedTime(directory, FileTime.from(NOW.minus(ago)));
    }

    @Test
    void whatAKilledOneLeftGoesAfterADayAndNothingOfOthers() throws IOException {
        Path left = made(".mooring-snapshot-1", Duration.ofDays(2));
        Path busy = made(".mooring-snapshot-2", Duration.ofHours(2));
        Path cluster = made("snapshot-demo", Duration.ofDays(90));

        try (var workspace = Workspace.in(parent, NOW)) {
            assertThat(workspace.file("x").getParent()).isDirectory();
        }

        assertThat(left).doesNotExist();
        assertThat(parent.toFile().list())
                .containsExactlyInAnyOrder(
                        busy.getFileName().toString(), cluster.getFileName().toString());
    }
}
