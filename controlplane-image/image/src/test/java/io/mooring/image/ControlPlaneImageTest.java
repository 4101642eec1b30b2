package io.mooring.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlPlaneImageTest {

    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir Path directory;

    @Test
    void theSameRootFileSystemGivesTheSameBytes() throws Exception {
        Path first = write("first", "layers");
        Path again = write("first", "layers");
        Path elsewhere = write("second", "other-layers");

        assertThat(again).hasSameBinaryContentAs(first);
        assertThat(elsewhere).hasSameBinaryContentAs(first);
    }

    @Test
    void aLayerThatHasNotChangedIsNotPackedAgain() throws Exception {
        Path root = root("root");
        try (var packer = new LayerPacker(directory.resolve("layers"))) {
            var before = packer.pack(Layer.CONTROL_PLANE, root);
            Files.writeString(root.resolve("opt/mooring/java.args"), "-Xmx90m\n");

            assertThat(before.reused()).isFalse();
            assertThat(packer.pack(Layer.CONTROL_PLANE, root).reused()).isTrue();
            assertThat(packer.pack(Layer.APPLICATION, root).reused()).isFalse();
        }
    }

    @Test
    void theArchiveIsWhatDigestsInItSay() throws Exception {
        Path archive = write("root", "layers");
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));

        run("tar", "-xf", archive.toString(), "-C", unpacked.toString());

        try (Stream<Path> blobs = Files.list(unpacked.resolve("blobs/sha256"))) {
            assertThat(blobs)
                    .hasSize(Layer.values().length + 2)
                    .allSatisfy(blob ->
                            assertThat(Sha256.of(blob)).isEqualTo("sha256:" + blob.getFileName()));
        }
        assertThat(unpacked.resolve("index.json"))
                .content()
                .contains("\"org.opencontainers.image.ref.name\":\"example/cp:1\"");
    }

    @Test
    void whatChangesTogetherIsInOneLayer() {
        assertThat(Layer.of(Path.of("lib64/ld-linux-x86-64.so.2"))).isEqualTo(Layer.BASE);
        assertThat(Layer.of(Path.of("usr/local/bin"))).isEqualTo(Layer.BASE);
        assertThat(Layer.of(Path.of("usr/local/bin/kine"))).isEqualTo(Layer.CONTROL_PLANE);
        assertThat(Layer.of(Path.of("usr/local/bin/kubernetes/v1.35.4/kube-apiserver")))
                .isEqualTo(Layer.CONTROL_PLANE);
        assertThat(Layer.of(Path.of("usr/local/bin/kubelet"))).isEqualTo(Layer.NODE_FILES);
        assertThat(Layer.of(Path.of("opt/mooring/runtime/bin/java"))).isEqualTo(Layer.RUNTIME);
        assertThat(Layer.of(Path.of("opt/mooring/lib/app.jar"))).isEqualTo(Layer.APPLICATION);
    }

    @Test
    void theBillOfMaterialsNamesEachPartOnceWithItsPackageUrl() throws Exception {
        Path listed =
                Files.writeString(
                        directory.resolve("components.tsv"),
                        "deb\tdebian/libc6\t2.36-9+deb12u14\n"
                                + "deb\tdebian/libc6\t2.36-9+deb12u14\n");

        String document =
                BillOfMaterials.of(root("root"), listed).toCycloneDx("example/cp:1", CREATED);

        assertThat(document)
                .contains("\"bomFormat\" : \"CycloneDX\"", "\"name\" : \"example/cp\"")
                .containsOnlyOnce("\"purl\" : \"pkg:deb/debian/libc6@2.36-9%2Bdeb12u14\"");
    }

    private Path write(String root, String layers) throws Exception {
        Path out = directory.resolve(root + ".tar");
        try (var packer = new LayerPacker(directory.resolve(layers))) {
            var packed = new ArrayList<PackedLayer>();
            for (Layer layer : Layer.values()) {
                packed.add(packer.pack(layer, root(root)));
            }
            var image =
                    new ControlPlaneImage(
                            "example/cp:1", Platform.parse("linux/amd64"), CREATED, List.of("a=b"));
            ImageArchive.write(image, packed, out);
        }
        return out;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private Path root(String name) throws IOException {
        Path root = directory.resolve(name);
        Files.createDirectories(root.resolve("opt/mooring/lib"));
        Files.createDirectories(root.resolve("usr/local/bin"));
        Files.createDirectories(root.resolve("opt/mooring/runtime"));
        Files.writeString(root.resolve("usr/local/bin/kine"), "program");
        Files.writeString(root.resolve("usr/local/bin/kubelet"), "program");
        Files.writeString(root.resolve("opt/mooring/java.args"), "-Xmx80m\n");
        return root;
    }
}
