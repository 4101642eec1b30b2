package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeFilesTest {

    private static final String KNOWN = "a".repeat(64);
    private static final String OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir Path directory;
    private Path kubelet;
    private Path known;

    @BeforeEach
    void oneFile() throws IOException {
        directory = directory.toRealPath();
        kubelet = Files.writeString(directory.resolve("kubelet"), "abc");
        Files.setLastModifiedTime(kubelet, FileTime.fromMillis(1_700_000_000_123L));
        known = directory.resolve("digests");
    }

    @Test
    void aKnownDigestSparesReadingTheFile() throws IOException {
        know(KNOWN + " 3 1700000000123 " + kubelet);

        assertThat(files().manifest()).isEqualTo(KNOWN + " 3 kubelet\n");
    }

    @Test
    void aKnownDigestOfAnotherSizeOrDateCountsForNothing() throws IOException {
        know(KNOWN + " 4 1700000000123 " + kubelet);
        assertThat(files().manifest()).isEqualTo(OF_ABC + " 3 kubelet\n");

        know(KNOWN + " 3 1700000000124 " + kubelet);
        assertThat(files().manifest()).isEqualTo(OF_ABC + " 3 kubelet\n");
    }

    @Test
    void whatIsNoLineOfDigestsIsLeftAlone() throws IOException {
        know("# " + KNOWN + "\n\n" + KNOWN + " 99999999999999999999 1 " + kubelet);

        assertThat(files().manifest()).isEqualTo(OF_ABC + " 3 kubelet\n");
    }

    @Test
    void withoutKnownDigestsTheFileIsReadAndTheDigestRemembered() throws IOException {
        Path remembered = directory.resolve("remembered");

        assertThat(files().rememberingDigestsIn(remembered).manifest())
                .isEqualTo(OF_ABC + " 3 kubelet\n");

        assertThat(remembered).hasContent(OF_ABC + " 3 1700000000123 " + kubelet + "\n");
    }

    private NodeFiles files() {
        return NodeFiles.of(Map.of("kubelet", kubelet)).knowingDigestsOf(known);
    }

    private void know(String lines) throws IOException {
        Files.writeString(known, lines + "\n");
    }
}
