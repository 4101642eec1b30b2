package io.mooring.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.snapshot.testkit.SnapshotStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryStoreTest extends SnapshotStoreContract {

    @TempDir private Path place = Path.of("");

    @Override
    protected SnapshotStore store() {
        return new DirectoryStore(place.resolve("snapshots"));
    }

    @Test
    void filesOfOthersAreNone() throws IOException {
        Files.createDirectories(place.resolve("snapshots/dir.snapshot"));
        Files.writeString(place.resolve("snapshots/readme.txt"), "");
        Files.writeString(place.resolve("snapshots/.a.snapshot"), "");

        try (SnapshotStore store = store()) {
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void aDirectoryThatCannotBeReadIsNotTakenForAnEmptyOne() throws IOException {
        Files.createSymbolicLink(place.resolve("snapshots"), Path.of("snapshots"));

        try (SnapshotStore store = store()) {
            assertThatThrownBy(store::list)
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageStartingWith("listing the snapshots in " + store + ": ");
        }
    }

    @Test
    void whatAKilledWriterLeftGoesAndWhatAnotherWritesStays() throws IOException {
        Path directory = Files.createDirectories(place.resolve("snapshots"));
        Path left = Files.writeString(directory.resolve(".a.snapshot.part"), "half");
        Path made = Files.writeString(place.resolve("made"), "whole");

        try (SnapshotStore store = store();
                PartFile written = PartFile.create(directory, "b.snapshot")) {
            store.put(made, "c.snapshot");

            assertThat(left).doesNotExist();
            assertThatThrownBy(() -> store.put(made, "b.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageEndingWith(
                            ".b.snapshot.part is there: somebody else writes it just now");
            written.write(made);
            written.moveTo(directory.resolve("b.snapshot"));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("b.snapshot", "c.snapshot");
        }
    }
}
