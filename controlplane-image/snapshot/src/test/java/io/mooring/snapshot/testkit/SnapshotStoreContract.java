package io.mooring.snapshot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotWriter;
import io.mooring.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every place that keeps snapshots does alike.
public abstract class SnapshotStoreContract {

    private static final Passphrase PASSPHRASE = new Passphrase("correct horse battery");
    private static final int LARGE_BYTES = 700_000;

    @TempDir private Path directory = Path.of("");

    /// The same place each time within one test, and an empty one in each.
    protected abstract SnapshotStore store();

    @Test
    void whatIsStoredComesBackAsItWasUntilItIsRemoved() throws IOException {
        Path made = written(LARGE_BYTES);
        try (SnapshotStore store = store()) {
            assertThat(store.list()).isEmpty();

            store.put(made, "b.snapshot");
            store.put(made, "a.snapshot");

            long bytes = Files.size(made);
            assertThat(store.list())
                    .containsExactly(
                            new StoredSnapshot("a.snapshot", bytes),
                            new StoredSnapshot("b.snapshot", bytes));
            assertThat(store.info("a.snapshot")).isEqualTo(info());
            Path fetched = directory.resolve("fetched");
            store.get("b.snapshot", fetched);
            assertThat(fetched).hasSameBinaryContentAs(made);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fetched)))
                    .isEqualTo("rw-------");
            try (var file = SnapshotFile.open(fetched)) {
                assertThat(file.check(PASSPHRASE).files()).containsOnlyKeys("pki/ca.key");
            }
            store.delete("a.snapshot");
            assertThat(store.list()).containsExactly(new StoredSnapshot("b.snapshot", bytes));
        }
    }

    @Test
    void nothingTakesAnothersPlace() throws IOException {
        Path first = written(10);
        Path second = written(20);
        try (SnapshotStore store = store()) {
            store.put(first, "a.snapshot");

            assertThatThrownBy(() -> store.put(second, "a.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageStartingWith("writing the snapshot ")
                    .hasMessageContaining("it is there already");

            Path fetched = directory.resolve("fetched");
            store.get("a.snapshot", fetched);
            assertThat(fetched).hasSameBinaryContentAs(first);
        }
    }

    @Test
    void whatIsNotThereCannotBeReadButRemoved() {
        try (SnapshotStore store = store()) {
            store.delete("none.snapshot");

            assertThatThrownBy(() -> store.info("none.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageMatching(
                            "reading the snapshot .*none.snapshot: there is no such (file|snapshot)");
            assertThatThrownBy(() -> store.get("none.snapshot", directory.resolve("none")))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("none.snapshot: there is no such ");
            assertThat(directory.resolve("none")).doesNotExist();
        }
    }

    /// A snapshot of a little more than so many bytes.
    protected final Path written(int bytes) throws IOException {
        Path file = directory.resolve("made-" + bytes);
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        try (var writer = SnapshotWriter.create(file, info(), PASSPHRASE)) {
            writer.file("pki/ca.key", random);
            writer.finish();
        }
        return file;
    }

    private static SnapshotInfo info() {
        return new SnapshotInfo(
                "shop", "v1.34.4", "embedded etcd", 7, 0, 1, Instant.parse("2026-11-22T10:00:00Z"));
    }
}
