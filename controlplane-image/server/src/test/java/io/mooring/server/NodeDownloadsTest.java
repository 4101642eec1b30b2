package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeDownloadsTest {

    @TempDir private Path binDir = Path.of("");
    private String own = "";
    private String other = "";

    @BeforeEach
    void programs() throws IOException {
        own = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        other = own.equals("amd64") ? "arm64" : "amd64";
        Files.writeString(binDir.resolve("kubelet"), "");
        Files.writeString(binDir.resolve("bridge"), "");
    }

    @Test
    void filesForAnotherProcessorAreThoseOfItsDirectoryAlone() throws IOException {
        Path directory = Files.createDirectories(binDir.resolve(other).resolve("images"));
        Files.writeString(directory.resolve("pause.tar"), "");
        Files.writeString(binDir.resolve(other).resolve("kubelet"), "");

        var files = NodeDownloads.of(binDir, binDir.resolve("digests")).files();

        assertThat(files).containsOnlyKeys(own, other);
        assertThat(files.get(own).names()).contains("kubelet", "cni/bridge");
        assertThat(files.get(other).names()).containsExactly("images/pause.tar", "kubelet");
    }

    @Test
    void withoutAKubeletThereIsNothingForThatProcessor() throws IOException {
        Files.createDirectories(binDir.resolve(other));

        assertThat(NodeDownloads.of(binDir, binDir.resolve("digests")).files())
                .containsOnlyKeys(own);
    }
}
