package io.mooring.provider.resources.host.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.registry.Descriptor;
import io.mooring.registry.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read of archives of images, good ones and others.
final class SystemImageTest {

    @TempDir Path directory;

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    @Test
    void theImageOfTheMachinesProcessorIsFoundBelowAnIndexOfIndexes() throws IOException {
        Descriptor amd64 = manifest("amd64", "v1.34.4", "one", "two");
        Descriptor arm64 = manifest("arm64", "v1.34.4", "three");
        Descriptor both = index(amd64, "amd64", arm64, "arm64");

        try (ArchiveStore store = ArchiveStore.open(archive(both))) {
            SystemImage image = SystemImage.read(store, "arm64");

            assertThat(image.release()).contains("v1.34.4");
            assertThat(image.program()).containsExactly("/opt/mooring/java", "Main");
            assertThat(image.bytes()).isEqualTo(5);
            try (InputStream layer = store.blob(image.layers().getFirst())) {
                assertThat(layer).hasContent("three");
            }
            assertThat(SystemImage.read(store, "amd64").layers()).hasSize(2);
            assertThatThrownBy(() -> SystemImage.read(store, "s390x"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it has nothing for processors of the kind s390x");
        }
    }

    @Test
    void anImageForAnotherProcessorOrOfAnotherProgramIsRefused() throws IOException {
        Path file = archive(manifest("amd64", "v1.34.4", "one"));
        try (ArchiveStore store = ArchiveStore.open(file)) {
            assertThatThrownBy(() -> SystemImage.read(store, "arm64"))
                    .hasMessage("it is for amd64, and the machine is arm64");
        }
        Descriptor config =
                blob("{\"architecture\":\"amd64\",\"config\":{\"Entrypoint\":[\"/bin/sh\"]}}");
        Path shell = archive(manifestOf(config));
        try (ArchiveStore store = ArchiveStore.open(shell)) {
            assertThatThrownBy(() -> SystemImage.read(store, "amd64"))
                    .hasMessage("it is not the image of a control plane: it runs [/bin/sh]");
        }
    }

    @Test
    void aDamagedLayerFailsAtItsEndAndWhatIsNoArchiveAtOnce() throws IOException {
        Descriptor top = manifest("amd64", "v1.34.4", "one");
        String layer =
                files.keySet().stream()
                        .filter(name ->
                                new String(files.get(name), StandardCharsets.UTF_8).equals("one"))
                        .findFirst()
                        .orElseThrow();
        files.put(layer, "eno".getBytes(StandardCharsets.UTF_8));
        try (ArchiveStore store = ArchiveStore.open(archive(top))) {
            SystemImage image = SystemImage.read(store, "amd64");
            try (InputStream in = store.blob(image.layers().getFirst())) {
                assertThatThrownBy(in::readAllBytes).hasMessageContaining("is not what its digest");
            }
        }
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(2000));
        assertThatThrownBy(() -> ArchiveStore.open(text))
                .isInstanceOf(IOException.class)
                .hasMessage("it is no archive that can be read");
        Path empty = Files.createFile(directory.resolve("empty"));
        try (ArchiveStore store = ArchiveStore.open(empty)) {
            assertThatThrownBy(store::top).hasMessageContaining("it has no index.json");
        }
    }

    @Test
    void whatIsNotJsonOrTooLargeForItIsSaidAndNotTaken() throws IOException {
        Descriptor large = manifestOf(blob(" ".repeat(5 << 20)), "one");
        try (ArchiveStore store = ArchiveStore.open(archive(large))) {
            assertThatThrownBy(() -> SystemImage.read(store, "amd64"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("of it has 5242880 bytes");
        }
        Descriptor text = manifestOf(blob("configuration"), "one");
        try (ArchiveStore store = ArchiveStore.open(archive(text))) {
            assertThatThrownBy(() -> SystemImage.read(store, "amd64"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("of it is not JSON");
        }
        Descriptor damaged = manifest("amd64", "v1.34.4", "one");
        files.put(
                "blobs/" + damaged.digest().replace(':', '/'),
                "{".getBytes(StandardCharsets.UTF_8));
        try (ArchiveStore store = ArchiveStore.open(archive(damaged))) {
            assertThatThrownBy(() -> SystemImage.read(store, "amd64"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(damaged.digest() + " of it is damaged");
        }
    }

    private Descriptor manifest(String architecture, String release, String... layers) {
        Descriptor config =
                blob(
                        "{\"architecture\":\"%s\",\"config\":{\"Entrypoint\":[\"/opt/mooring/java\",\"Main\"],\"Labels\":{\"io.mooring.kubernetes\":\"%s\"}}}"
                                .formatted(architecture, release));
        return manifestOf(config, layers);
    }

    private Descriptor manifestOf(Descriptor config, String... layers) {
        List<String> all = List.of(layers).stream().map(text -> json(blob(text), "")).toList();
        return blob("{\"config\":%s,\"layers\":%s}".formatted(json(config, ""), all));
    }

    private Descriptor index(Descriptor one, String first, Descriptor other, String second) {
        return blob("{\"manifests\":[%s,%s]}".formatted(json(one, first), json(other, second)));
    }

    private static String json(Descriptor descriptor, String architecture) {
        String platform =
                architecture.isEmpty()
                        ? ""
                        : ",\"platform\":{\"architecture\":\"" + architecture + "\"}";
        return "{\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(descriptor.digest(), descriptor.size(), platform);
    }

    private Descriptor blob(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String digest = Digests.of(bytes);
        files.put("blobs/" + digest.replace(':', '/'), bytes);
        return new Descriptor("", digest, bytes.length);
    }

    /// Of what was made so far, in tar's own words.
    private Path archive(Descriptor top) throws IOException {
        files.put(
                "index.json",
                "{\"manifests\":[%s]}".formatted(json(top, "")).getBytes(StandardCharsets.UTF_8));
        Path root = Files.createTempDirectory(directory, "root");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path place = root.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            try (OutputStream out = Files.newOutputStream(place)) {
                out.write(file.getValue());
            }
        }
        Path archive = Files.createTempFile(directory, "image", ".tar");
        var tar =
                new ProcessBuilder(
                                "tar",
                                "-C",
                                root.toString(),
                                "-cf",
                                archive.toString(),
                                "index.json",
                                "blobs")
                        .inheritIO()
                        .start();
        try {
            assertThat(tar.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return archive;
    }
}
