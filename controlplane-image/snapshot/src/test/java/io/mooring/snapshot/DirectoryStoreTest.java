package io.mooring.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.snapshot.testkit.SnapshotStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
        Path left =
                Files.writeString(
                        directory.resolve(".a.snapshot.%s.part".formatted(UUID.randomUUID())), "");
        Path older = Files.writeString(directory.resolve(".a.snapshot.part"), "half");
        Path made = Files.writeString(place.resolve("made"), "whole");

        try (SnapshotStore store = store();
                PartFile first = PartFile.create(directory, "b.snapshot");
                PartFile second = PartFile.create(directory, "b.snapshot")) {
            store.put(made, "c.snapshot");

            assertThat(left).doesNotExist();
            assertThat(older).doesNotExist();
            first.write(made);
            second.write(left.resolveSibling("c.snapshot"));
            second.moveTo(directory.resolve("b.snapshot"));
            assertThatThrownBy(() -> first.moveTo(directory.resolve("b.snapshot")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it is there already");
        }
        assertThat(names(directory)).containsExactlyInAnyOrder("b.snapshot", "c.snapshot");
    }

    @Test
    void whereNothingCanBeLockedOneIsWrittenAllTheSame() throws IOException {
        Path directory = Files.createDirectories(place.resolve("snapshots"));
        Path made = Files.writeString(place.resolve("made"), "whole");
        PartFile.Locks none =
                _ -> {
                    throw new IOException("No locks available");
                };

        try (PartFile part = PartFile.create(directory, "a.snapshot", none)) {
            part.write(made);
            part.moveTo(directory.resolve("a.snapshot"));
        }

        assertThat(names(directory)).containsExactly("a.snapshot");
        assertThat(directory.resolve("a.snapshot")).hasContent("whole");
    }

    @Test
    void oneThatWasTidiedAwayBeforeItWasLockedIsBegunAgain() throws IOException {
        Path directory = Files.createDirectories(place.resolve("snapshots"));
        Path made = Files.writeString(place.resolve("made"), "whole");
        var locks = new AtomicInteger();
        PartFile.Locks late =
                channel -> {
                    if (locks.getAndIncrement() == 0) {
                        PartFile.removeLeft(directory);
                    }
                    return channel.lock();
                };

        try (PartFile part = PartFile.create(directory, "a.snapshot", late)) {
            part.write(made);
            part.moveTo(directory.resolve("a.snapshot"));
        }

        assertThat(locks).hasValue(2);
        assertThat(names(directory)).containsExactly("a.snapshot");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
