package io.mooring.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.image.ImagePush.Pushed;
import io.mooring.registry.Blob;
import io.mooring.registry.Descriptor;
import io.mooring.registry.Logins;
import io.mooring.registry.Manifest;
import io.mooring.registry.RegistryException;
import io.mooring.registry.Repository;
import io.mooring.registry.RepositoryName;
import io.mooring.registry.testkit.BreakingProxy;
import io.mooring.registry.testkit.RegistryServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Against upstream's registry, which wants a login.
final class ImagePushTest {

    private static final Map<String, String> LOGIN =
            Map.of("MOORING_REGISTRY_USERNAME", "builder", "MOORING_REGISTRY_PASSWORD", "hunter2");

    @TempDir private Path directory = Path.of("");
    private RegistryServer server;
    private BreakingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        Path kept = Files.createDirectory(directory.resolve("registry"));
        server = RegistryServer.start(kept, "builder", "hunter2");
        proxy = BreakingProxy.before(server.address());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void whatIsPushedComesBackAndASecondPushSendsNothing() throws Exception {
        ImageLayout image = image("linux/amd64");
        try (Repository repository = repository(LOGIN)) {
            Pushed pushed = push(repository, image);

            Manifest pulled = repository.manifest("1").orElseThrow();
            assertThat(pulled).isEqualTo(image.manifest());
            assertThat(pulled.digest()).isEqualTo(pushed.digest());
            long bytes = 0;
            for (Blob blob : image.blobs()) {
                bytes += blob.size();
                assertThat(pulled(repository, blob)).isEqualTo(blob.digest());
            }
            assertThat(pushed.sentBytes()).isEqualTo(bytes);
            proxy.requests();

            assertThat(push(repository, image)).isEqualTo(new Pushed(pushed.digest(), 0));
            assertThat(proxy.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).matches("(HEAD|GET) .*"));
        }
    }

    @Test
    void severalArchitecturesAreOneIndex() throws Exception {
        ImageLayout one = image("linux/amd64");
        ImageLayout other = image("linux/arm64");
        try (Repository repository = repository(LOGIN)) {
            Pushed pushed = push(repository, one, other);

            Manifest index = repository.manifest("1").orElseThrow();
            assertThat(index.mediaType()).isEqualTo(Manifest.INDEX);
            assertThat(index.digest()).isEqualTo(pushed.digest());
            var platforms = new ArrayList<String>();
            for (JsonNode entry : index.document().path("manifests")) {
                platforms.add(entry.path("platform").toString());
                assertThat(repository.manifest(Descriptor.of(entry).digest())).isPresent();
            }
            assertThat(platforms)
                    .containsExactly(
                            "{\"architecture\":\"amd64\",\"os\":\"linux\"}",
                            "{\"architecture\":\"arm64\",\"os\":\"linux\",\"variant\":\"v8\"}");
            assertThat(push(repository, one, other)).isEqualTo(new Pushed(pushed.digest(), 0));
        }
    }

    @Test
    void whoIsNotKnownThereIsToldSo() throws Exception {
        try (Repository repository = repository(Map.of())) {
            assertThatThrownBy(() -> push(repository, image("linux/amd64")))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("the registry refused it: ")
                    .hasMessageEndingWith(
                            "check the login at %s, and that it may do this there"
                                    .formatted(proxy.address()));
        }
    }

    private static Pushed push(Repository repository, ImageLayout... images) throws IOException {
        return new ImagePush(repository, _ -> {}).push(List.of(images), "1");
    }

    private static String pulled(Repository repository, Blob blob) throws IOException {
        try (InputStream in = repository.blob(blob.descriptor(""))) {
            return Sha256.of(out -> in.transferTo(out));
        }
    }

    private Repository repository(Map<String, String> environment) {
        return Repository.open(
                RepositoryName.parse(proxy.address() + "/team/control-plane", Optional.empty()),
                Logins.ofEnvironment(environment),
                Repository.CHUNK_BYTES);
    }

    private ImageLayout image(String platform) throws Exception {
        return Layouts.image(directory, platform);
    }
}
