package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir private Path parent = Path.of("");

    @Test
    void aSecondServerIsRefusedAndToldWhoHoldsIt() throws IOException {
        Path path = parent.resolve("data");
        try (var _ = DataDirectory.open(path)) {

            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(ServerException.class)
                    .hasMessage(
                            "opening the data directory %s: another server (pid %d) holds it; stop that one first"
                                    .formatted(path, ProcessHandle.current().pid()));
        }
    }

    @Test
    void itCanBeOpenedAgainOnceClosed() throws IOException {
        Path path = parent.resolve("data");
        DataDirectory.open(path).close();

        try (var again = DataDirectory.open(path)) {
            assertThat(again.run("x.sock")).isEqualTo(path.resolve("run/x.sock"));
        }
    }

    @Test
    void onlyItsOwnerMayLookInside() throws IOException {
        Path path = parent.resolve("data");
        try (var _ = DataDirectory.open(path)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFileInItsPlaceIsReported() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("opening the data directory " + file + ": ");
    }
}
