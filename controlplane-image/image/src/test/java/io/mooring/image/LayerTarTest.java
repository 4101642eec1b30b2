package io.mooring.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers as other programs read them.
final class LayerTarTest {

    @TempDir Path directory;

    @Test
    void aFileOfSeveralNamesIsPackedOnceAndComesOutAsOne() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path program = Files.writeString(root.resolve("first"), "x".repeat(1000));
        program.toFile().setExecutable(true);
        Files.createLink(root.resolve("second"), program);

        byte[] tar = tar(root, "first", "second");
        Path unpacked = unpack(tar);

        assertThat(tar.length).isEqualTo(6 * 512);
        assertThat(Files.getAttribute(unpacked.resolve("second"), "unix:ino"))
                .isEqualTo(Files.getAttribute(unpacked.resolve("first"), "unix:ino"));
        assertThat(unpacked.resolve("second")).isExecutable().hasSize(1000);
    }

    @Test
    void longNamesAndFilesOfAnyLengthComeOutAsTheyWere() throws Exception {
        String deep = "d".repeat(60) + "/" + "e".repeat(60) + "/file";
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectories(root.resolve(deep).getParent());
        Files.writeString(root.resolve(deep), "deep");
        Files.write(root.resolve("block"), new byte[512]);
        Files.write(root.resolve("empty"), new byte[0]);

        Path unpacked = unpack(tar(root, "block", deep, "empty"));

        assertThat(unpacked.resolve(deep)).hasContent("deep");
        assertThat(unpacked.resolve("block")).hasSize(512);
        assertThat(unpacked.resolve("empty")).isEmptyFile();
    }

    @Test
    void aNameThatDoesNotFitIsRefused() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        String name = "n".repeat(200);
        Files.writeString(root.resolve(name), "");

        assertThatThrownBy(() -> tar(root, name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its name is too long for a tar archive");
    }

    @Test
    void whatIsCompressedInBlocksIsOneGzipStreamForItsReader() throws Exception {
        byte[] content = new byte[(5 << 20) + 123];
        new Random(1).nextBytes(content);
        var compressed = new ByteArrayOutputStream();

        try (var workers = Executors.newFixedThreadPool(3);
                var gzip = new BlockGzip(compressed, workers)) {
            gzip.write(content, 0, 1000);
            gzip.write(content[1000]);
            gzip.write(content, 1001, content.length - 1001);
        }

        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    private static byte[] tar(Path root, String... files) throws IOException {
        var out = new ByteArrayOutputStream();
        LayerTar.write(root, List.of(files).stream().map(Path::of).toList(), out);
        return out.toByteArray();
    }

    private Path unpack(byte[] tar) throws Exception {
        Path archive = Files.write(directory.resolve("archive.tar"), tar);
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        var command = List.of("tar", "-xf", archive.toString(), "-C", unpacked.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return unpacked;
    }
}
