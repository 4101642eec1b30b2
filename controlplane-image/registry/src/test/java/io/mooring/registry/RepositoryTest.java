package io.mooring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.registry.testkit.BreakingProxy;
import io.mooring.registry.testkit.RegistryServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against upstream's registry, through a proxy that hears what is asked.
final class RepositoryTest {

    private static final int CHUNK = 100_000;
    private static final Tries QUICK = new Tries(4, Duration.ofMillis(1));

    @TempDir private Path directory = Path.of("");
    private RegistryServer server;
    private BreakingProxy proxy;

    @BeforeEach
    void start() {
        server = RegistryServer.start(directory);
        proxy = BreakingProxy.before(server.address());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void aBlobGoesInChunksOnceAndComesBackAsItWas() throws IOException {
        byte[] bytes = random(250_000);
        Blob blob = Blob.of(Files.write(directory.resolve("blob"), bytes));
        try (Repository repository = repository()) {
            assertThat(repository.upload(blob)).isTrue();
            assertThat(methods()).containsExactly("HEAD", "POST", "PATCH", "PATCH", "PATCH", "PUT");
            assertThat(repository.upload(blob)).isFalse();
            assertThat(methods()).containsExactly("HEAD");

            Descriptor descriptor = blob.descriptor("application/octet-stream");
            try (InputStream in = repository.blob(descriptor)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            assertThat(repository.beginning(descriptor, 10)).hasSize(10).startsWith(bytes[0]);
            assertThat(repository.upload(Blob.of(new byte[0]))).isTrue();
        }
    }

    @Test
    void aBrokenUploadGoesOnWhereTheRegistryHasComeTo() throws IOException {
        byte[] bytes = random(10 * CHUNK);
        try (Repository repository = repository()) {
            proxy.breakAfter(7 * CHUNK + CHUNK / 2);
            Blob blob = Blob.of(bytes);

            assertThat(repository.upload(blob)).isTrue();

            assertThat(methods()).contains("GET").containsOnlyOnce("POST");
            // no more than the broken chunk went twice
            assertThat(proxy.sentBytes()).isLessThan(bytes.length + CHUNK + 20_000L);
            try (InputStream in = repository.blob(blob.descriptor("a/b"))) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            assertThat(server.uploads()).isZero();
        }
    }

    @Test
    void whatIsNotAsItsDigestSaysIsNotReadToItsEnd() throws IOException {
        Blob blob = Blob.of(random(200_000));
        try (Repository repository = repository()) {
            repository.upload(blob);
            byte[] stored = Files.readAllBytes(server.blob(blob.digest()));
            stored[150_000] ^= 1;
            Files.write(server.blob(blob.digest()), stored);

            try (InputStream in = repository.blob(blob.descriptor("a/b"))) {
                assertThatThrownBy(in::readAllBytes)
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "%s of %s is not what its digest %s says: it was changed where it lies or on its way"
                                        .formatted(blob.digest(), repository, blob.digest()));
            }
        }
    }

    @Test
    void manifestsAreFoundByTagAndByDigestUntilTheyAreRemoved() {
        try (Repository repository = repository()) {
            assertThat(repository.tags()).isEmpty();
            assertThat(repository.manifest("none")).isEmpty();
            Blob config = Blob.of("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            repository.upload(config);
            var manifest =
                    Manifest.of(
                            Manifest.IMAGE,
                            Map.of(
                                    "schemaVersion",
                                    2,
                                    "mediaType",
                                    Manifest.IMAGE,
                                    "config",
                                    config.descriptor("application/vnd.oci.empty.v1+json").fields(),
                                    "layers",
                                    List.of()));

            repository.put("a", manifest);
            repository.put("b", manifest);

            assertThat(repository.tags()).containsExactly("a", "b");
            assertThat(repository.manifest("a")).contains(manifest);
            assertThat(repository.manifest(manifest.digest())).contains(manifest);
            repository.delete("a");
            assertThat(repository.tags()).containsExactly("b");
            repository.delete(manifest.digest());
            repository.delete(manifest.digest());
            assertThat(repository.manifest("b")).isEmpty();
        }
    }

    @Test
    void aLongListOfTagsComesInPages() {
        try (Repository repository = repository()) {
            var manifest =
                    Manifest.of(
                            Manifest.INDEX,
                            Map.of(
                                    "schemaVersion",
                                    2,
                                    "mediaType",
                                    Manifest.INDEX,
                                    "manifests",
                                    List.of()));
            var wanted = new ArrayList<String>();
            for (int i = 100; i < 107; i++) {
                wanted.add("t" + i);
                repository.put("t" + i, manifest);
            }

            assertThat(repository.tags(3)).isEqualTo(wanted);
        }
    }

    private Repository repository() {
        return Repository.open(
                RepositoryName.parse(proxy.address() + "/team/things", Optional.empty()),
                Logins.ofEnvironment(Map.of()),
                CHUNK,
                QUICK);
    }

    private List<String> methods() {
        return proxy.requests().stream().map(line -> line.substring(0, line.indexOf(' '))).toList();
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return random;
    }
}
