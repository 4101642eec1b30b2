package io.mooring.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.pki.PassphraseKey.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReceivedSnapshotTest {

    private static final SnapshotInfo INFO =
            new SnapshotInfo(
                    "shop", "v1.34.4", "SQLite", 7, 1, 0, Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir private Path directory = Path.of("");

    @Test
    void whatComesIsThereAsAWholeForItsOwnerAlone() throws IOException {
        byte[] made = Files.readAllBytes(made());
        Path target = directory.resolve("a.snapshot");

        var found = ReceivedSnapshot.keep(out -> out.write(made), target);

        assertThat(found.info()).isEqualTo(INFO);
        assertThat(found.bytes()).isEqualTo(made.length);
        assertThat(Files.readAllBytes(target)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("a.snapshot", "made");
    }

    @Test
    void whatIsCutOrFailsLeavesNothing() throws IOException {
        byte[] made = Files.readAllBytes(made());
        Path target = directory.resolve("a.snapshot");

        assertThatThrownBy(() ->
                        ReceivedSnapshot.keep(
                                out -> out.write(Arrays.copyOf(made, made.length - 1)), target))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(target + " is damaged");
        assertThatThrownBy(() ->
                        ReceivedSnapshot.keep(
                                out -> {
                                    out.write(made, 0, 9);
                                    throw new IOException("the pod is gone");
                                },
                                target))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("the pod is gone");
        assertThat(files()).containsExactly("made");
    }

    @Test
    void nothingIsPutInAnothersPlace() throws IOException {
        Path target = Files.writeString(directory.resolve("a.snapshot"), "another");

        assertThatThrownBy(() ->
                        ReceivedSnapshot.keep(
                                _ -> {
                                    throw new AssertionError("it was asked for");
                                },
                                target))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining(target + ": it is there already; choose another name");
        assertThat(target).hasContent("another");
    }

    private Path made() {
        Path file = directory.resolve("made");
        var passphrase = new Passphrase("correct horse");
        try (var writer = SnapshotWriter.create(file, INFO, passphrase, new Cost(16, 8, 1))) {
            writer.key(new byte[] {1}, new byte[] {2}, 0);
            writer.finish();
        }
        return file;
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }
}
