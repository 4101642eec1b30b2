package io.mooring.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.registry.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Several platforms in one archive.
final class ImageIndexTest {

    @TempDir private Path directory = Path.of("");
    private ImageLayout amd64;
    private ImageLayout arm64;

    @BeforeEach
    void images() throws Exception {
        amd64 = Layouts.image(directory, "linux/amd64");
        arm64 = Layouts.image(directory, "linux/arm64");
    }

    @Test
    void anArchiveOfTwoPlatformsHoldsBothImagesAndWhatTheyShareOnce() throws Exception {
        Path layout = archive("both", amd64, arm64);

        assertThat(ImageLayout.in(layout))
                .extracting(ImageLayout::manifest)
                .containsExactly(amd64.manifest(), arm64.manifest());
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            assertThat(blobs)
                    .as("a layer in common, a layer, configuration and manifest each, the index")
                    .hasSize(1 + 2 * 3 + 1)
                    .allSatisfy(blob ->
                            assertThat(Sha256.of(blob)).isEqualTo("sha256:" + blob.getFileName()));
        }
    }

    @Test
    void itsTagIsOfTheIndexWhichSaysThePlatformOfEach() throws Exception {
        var contents =
                JsonMapper.shared()
                        .readTree(archive("both", amd64, arm64).resolve("index.json").toFile());
        Manifest index = new ImageIndex(List.of(amd64, arm64)).manifest();

        assertThat(contents.path("manifests"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("mediaType").asString()).isEqualTo(Manifest.INDEX);
                    assertThat(entry.path("digest").asString()).isEqualTo(index.digest());
                    assertThat(entry.at("/annotations/org.opencontainers.image.ref.name"))
                            .hasToString("\"example/cp:1\"");
                });
        assertThat(index.document().path("manifests"))
                .extracting(entry -> entry.path("platform").toString())
                .containsExactly(
                        "{\"architecture\":\"amd64\",\"os\":\"linux\"}",
                        "{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\"}");
    }

    @Test
    void theSameImagesGiveTheSameBytes() throws Exception {
        archive("first", amd64, arm64);
        archive("second", amd64, arm64);

        assertThat(directory.resolve("second.tar"))
                .hasSameBinaryContentAs(directory.resolve("first.tar"));
    }

    @Test
    void twoImagesForOnePlatformAreRefusedAndLeaveNothing() {
        assertThatThrownBy(() -> archive("twice", arm64, arm64))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "making an index: two images are for linux/arm64; give one for each platform");
        assertThat(directory).isDirectoryNotContaining("glob:**twice*");
    }

    @Test
    void anotherPlatformIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Platform.parse("linux/riscv64"))
                .hasMessage(
                        "there is no image for the platform \"linux/riscv64\"; there is linux/amd64 and linux/arm64");
    }

    private Path archive(String name, ImageLayout... images) throws Exception {
        Path archive = directory.resolve(name + ".tar");
        new ImageIndex(List.of(images)).write("example/cp:1", archive);
        return Layouts.unpacked(archive, directory.resolve("layout-" + name));
    }
}
