package io.mooring.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

final class ControlPlaneImageTest {

    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir Path directory;

    @Test
    void theSameRootFileSystemGivesTheSameBytes() throws Exception {
        var image = new ControlPlaneImage("example/cp:1", CREATED, List.of("a=b"));

        image.write(root("first"), directory.resolve("first.tar"));
        image.write(root("second"), directory.resolve("second.tar"));

        assertThat(directory.resolve("second.tar"))
                .hasSameBinaryContentAs(directory.resolve("first.tar"));
    }

    @Test
    void whatChangesTogetherIsInOneLayer() {
        assertThat(Layer.of(Path.of("lib64/ld-linux-x86-64.so.2"))).isEqualTo(Layer.BASE);
        assertThat(Layer.of(Path.of("usr/local/bin"))).isEqualTo(Layer.BASE);
        assertThat(Layer.of(Path.of("usr/local/bin/kine"))).isEqualTo(Layer.CONTROL_PLANE);
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

    private Path root(String name) throws IOException {
        Path root = directory.resolve(name);
        Files.createDirectories(root.resolve("opt/mooring/lib"));
        Files.createDirectories(root.resolve("usr/local/bin"));
        Files.writeString(root.resolve("usr/local/bin/kine"), "program");
        Files.writeString(root.resolve("opt/mooring/java.args"), "-Xmx80m\n");
        return root;
    }
}
