package io.mooring.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.snapshot.testkit.SnapshotStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
