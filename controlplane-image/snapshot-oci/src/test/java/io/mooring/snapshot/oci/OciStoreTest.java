package io.mooring.snapshot.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.registry.Blob;
import io.mooring.registry.Logins;
import io.mooring.registry.Manifest;
import io.mooring.registry.Repository;
import io.mooring.registry.RepositoryName;
import io.mooring.registry.testkit.BreakingProxy;
import io.mooring.registry.testkit.RegistryServer;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.StoredSnapshot;
import io.mooring.snapshot.testkit.SnapshotStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Against upstream's registry, with a repository for each test.
final class OciStoreTest extends SnapshotStoreContract {

    @TempDir private static Path kept = Path.of("");
    private static RegistryServer server;
    private static BreakingProxy proxy;

    @TempDir private Path directory = Path.of("");
    private String repository = "";

    @BeforeAll
    static void start() {
        server = RegistryServer.start(kept, "keeper", "hunter2");
        proxy = BreakingProxy.before(server.address());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @BeforeEach
    void prepare(TestInfo test) throws IOException {
        repository = "team/" + test.getDisplayName().toLowerCase().replaceAll("[^a-z]", "");
        Files.writeString(directory.resolve("username"), "keeper\n");
        Files.writeString(directory.resolve("password"), "hunter2\n");
    }

    @Override
    protected SnapshotStore store() {
        return OciStore.open(SnapshotUrl.parse(url("")), Logins.ofDirectory(directory));
    }

    private String url(String options) {
        return "oci://" + proxy.address() + "/" + repository + options;
    }

    private Repository registry() {
        return Repository.open(
                RepositoryName.parse(proxy.address() + "/" + repository, Optional.empty()),
                Logins.ofDirectory(directory),
                Repository.CHUNK_BYTES);
    }

    @Test
    void anArtifactSaysWhatItIsAndWhatIsNoneStays() throws IOException {
        try (SnapshotStore store = store();
                Repository registry = registry()) {
            store.put(written(1000), "a.snapshot");
            tag(registry, "image");

            JsonNode document = registry.manifest("a.snapshot").orElseThrow().document();
            assertThat(document.path("artifactType").asString())
                    .isEqualTo("application/vnd.mooring.snapshot.v1+json");
            assertThat(document.path("annotations").path("io.mooring.snapshot.cluster").asString())
                    .isEqualTo("shop");
            assertThat(store.list()).extracting(StoredSnapshot::name).containsExactly("a.snapshot");
            assertThatThrownBy(() -> store.info("image"))
                    .hasMessage("%s:image is no snapshot of a virtual cluster", url(""));
            assertThatThrownBy(() -> store.delete("image"))
                    .hasMessage(
                            "removing the snapshot %s:image: it is something else, and stays",
                            url(""));
            assertThatThrownBy(() -> store.put(written(10), "image"))
                    .hasMessageContaining("it is there already");
        }
    }

    @Test
    void whatIsTaggedWhileOneIsSentIsNotReplaced() throws IOException {
        Path made = written(1000);
        try (SnapshotStore store = store();
                Repository other = registry()) {
            proxy.before("PATCH", () -> tag(other, "a.snapshot"));

            assertThatThrownBy(() -> store.put(made, "a.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessage(
                            "writing the snapshot %s:a.snapshot: it is there already; choose another name",
                            url(""));
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void aManifestThatMakesNoSenseIsLeftOutAndNotTakenForGone() throws IOException {
        try (SnapshotStore store = store();
                Repository registry = registry()) {
            store.put(written(1000), "a.snapshot");
            JsonNode layer =
                    registry.manifest("a.snapshot").orElseThrow().document().path("layers").get(0);
            tag(
                    registry,
                    "b.snapshot",
                    Map.of(
                            "artifactType",
                            SnapshotArtifact.TYPE,
                            "layers",
                            List.of(
                                    Map.of(
                                            "mediaType",
                                            SnapshotArtifact.CONTENT_TYPE,
                                            "digest",
                                            layer.path("digest").asString(),
                                            "size",
                                            -5))));

            assertThat(store.list()).extracting(StoredSnapshot::name).containsExactly("a.snapshot");
            assertThat(store.find("none.snapshot")).isEmpty();
            assertThat(store.find("no tag")).isEmpty();
            assertThatThrownBy(() -> store.find("b.snapshot"))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageStartingWith("looking for the snapshot %s:b.snapshot: ", url(""));
            proxy.requests();
            assertThat(store.list(name -> name.startsWith("a."))).hasSize(1);
            assertThat(proxy.requests()).noneMatch(request -> request.contains("b.snapshot"));
        }
    }

    @Test
    void whatSomebodyHasTaggedAsWellOutlivesItsFirstName() throws IOException {
        try (SnapshotStore store = store();
                Repository registry = registry()) {
            store.put(written(1000), "a.snapshot");
            Manifest made = registry.manifest("a.snapshot").orElseThrow();
            registry.put("keep", made);

            store.delete("a.snapshot");
            assertThat(registry.tags()).containsExactly("keep");
            assertThat(store.list()).extracting(StoredSnapshot::name).containsExactly("keep");

            store.delete("keep");
            assertThat(registry.manifest(made.digest())).isEmpty();
        }
    }

    @Test
    void anUploadThatBreaksGoesOn() throws IOException {
        Path large = written(5 << 20);
        try (SnapshotStore store =
                OciStore.open(
                        SnapshotUrl.parse(url("?chunk-mib=1&plain-http=true")),
                        Logins.ofDirectory(directory))) {
            long before = proxy.sentBytes();
            proxy.breakAfter(3_500_000);

            store.put(large, "a.snapshot");

            assertThat(proxy.sentBytes() - before).isLessThan(Files.size(large) + (2 << 20));
            Path fetched = directory.resolve("fetched");
            store.get("a.snapshot", fetched);
            assertThat(fetched).hasSameBinaryContentAs(large);
        }
    }

    @Test
    void whatWasChangedInTheRegistryIsNotFetched() throws IOException {
        try (SnapshotStore store = store();
                Repository registry = registry()) {
            store.put(written(1000), "a.snapshot");
            String digest =
                    registry.manifest("a.snapshot")
                            .orElseThrow()
                            .document()
                            .path("layers")
                            .get(0)
                            .path("digest")
                            .asString();
            byte[] bytes = Files.readAllBytes(server.blob(digest));
            bytes[bytes.length / 2] ^= 1;
            Files.write(server.blob(digest), bytes);

            Path file = directory.resolve("fetched");
            assertThatThrownBy(() -> store.get("a.snapshot", file))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("it was changed where it lies or on its way");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void whoMayNotAndWhatMayNotBeIsToldSo() throws IOException {
        Files.writeString(directory.resolve("password"), "wrong");
        try (SnapshotStore store = store()) {
            assertThatThrownBy(store::list)
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageStartingWith("listing the snapshots in " + url("") + ": ")
                    .hasMessageContaining("the registry refused it: ");
            assertThatThrownBy(() -> store.requireName("a b"))
                    .hasMessage(
                            "\"a b\" cannot be the tag of a snapshot in %s: letters and digits, with . _ - after the first, 128 at most",
                            url(""));
        }
        assertRefused(
                "oci://h", "oci://h names no repository; it should be as oci://HOST/REPOSITORY");
        assertRefused(
                "oci://h/a?x=y", "oci://h/a: it has no option x; there is chunk-mib, plain-http");
        assertRefused(
                "oci://h/a?plain-http=1", "oci://h/a: plain-http must be true or false, but is 1");
        assertRefused(
                "oci://h/a?chunk-mib=0",
                "oci://h/a: chunk-mib must be a number from 1 to 9999, but is 0");
        assertRefused(
                "oci://h/A",
                "oci://h/A: \"A\" is no repository of a registry: small letters and digits, with . _ - between them, in parts behind slashes");
    }

    private static void assertRefused(String url, String message) {
        assertThatThrownBy(() -> OciPlace.of(SnapshotUrl.parse(url)))
                .isInstanceOf(SnapshotException.class)
                .hasMessage(message);
    }

    private static void tag(Repository registry, String tag) {
        tag(registry, tag, Map.of("layers", List.of()));
    }

    private static void tag(Repository registry, String tag, Map<String, Object> more) {
        Blob config = Blob.of("{}".getBytes(StandardCharsets.UTF_8));
        registry.upload(config);
        var document = new HashMap<>(more);
        document.put("schemaVersion", 2);
        document.put("mediaType", Manifest.IMAGE);
        document.put(
                "config", config.descriptor("application/vnd.oci.image.config.v1+json").fields());
        registry.put(tag, Manifest.of(Manifest.IMAGE, document));
    }
}
