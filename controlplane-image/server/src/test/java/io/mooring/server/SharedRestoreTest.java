package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.KubernetesVersion;
import io.mooring.api.Snapshots;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.snapshot.SnapshotUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who begins with a snapshot and who does not; [ReplicasTest] does it with real replicas.
final class SharedRestoreTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Replicas REPLICAS =
            new Replicas(
                    "shop-1",
                    List.of(Replicas.Member.of("shop-0", "a"), Replicas.Member.of("shop-1", "b")),
                    "shop-shared");

    @TempDir private Path directory = Path.of("");
    private FakeHost host;
    private DataDirectory data;

    @BeforeEach
    void open() throws IOException {
        host = new FakeHost();
        var ref = ObjectRef.of(ResourceKind.SECRET, "tenants", "shop-shared");
        host.put("/api/v1/namespaces/tenants/secrets/shop-shared", KubeObject.of(ref, Map.of()));
        new ReplicasSnapshots(directory, Path.of("")).writeFirst();
        data = DataDirectory.open(directory.resolve("data"));
    }

    @AfterEach
    void close() throws IOException {
        data.close();
        host.close();
    }

    @Test
    void theFirstToComeSaysSoAndTakesTheKeys() throws IOException {
        try (SharedRestore restore = restore(true)) {
            restore.takeKeys(LIMIT);

            assertThat(state()).isEqualTo("begun");
            assertThat(data.pki().resolve("ca.key"))
                    .hasSameBinaryContentAs(directory.resolve("first-pki/ca.key"));
            assertThat(data.file("restoring-first")).exists();
        }

        assertThat(data.file("").toFile().list())
                .as("what was fetched is gone")
                .noneMatch(name -> name.startsWith(".mooring-snapshot-"));
    }

    @Test
    void oneThatWasInterruptedTakesItUpThoughItHasKeys() {
        try (SharedRestore interrupted = restore(true)) {
            interrupted.takeKeys(LIMIT);
        }

        try (SharedRestore again = restore(true)) {
            again.takeKeys(LIMIT);
            say("done");
            again.load(
                    () -> {
                        throw new AssertionError("the first replica alone fills the store");
                    },
                    () -> "");
        }

        assertThat(data.file("restoring-first")).doesNotExist();
    }

    @Test
    void aClusterThatIsThereIsLeftAsItIs() {
        assertThat(secret().add(secret().read(), Map.of("ca.key", "key"))).isTrue();

        try (SharedRestore restore = restore(true)) {
            restore.takeKeys(LIMIT);
        }

        assertThat(state()).isEmpty();
        assertThat(data.pki().resolve("ca.key")).doesNotExist();
    }

    @Test
    void oneThatIsDoneIsNotBegunAgain() {
        say("done");

        try (SharedRestore restore = restore(true)) {
            restore.takeKeys(LIMIT);
        }

        assertThat(data.pki().resolve("ca.key")).doesNotExist();
    }

    @Test
    void aReplicaWithKeysAsksNobody() throws IOException {
        Files.createDirectories(data.pki());
        Files.writeString(data.pki().resolve("ca.key"), "key");
        host.setDown(true);

        try (SharedRestore restore = restore(true)) {
            restore.takeKeys(LIMIT);
        }

        assertThat(data.file("restoring-first")).doesNotExist();
    }

    @Test
    void nobodyServesHalfOfASnapshotThatIsNoLongerNamed() {
        say("loading");

        try (SharedRestore restore = restore(false)) {
            assertThatThrownBy(() -> restore.takeKeys(LIMIT))
                    .isInstanceOf(ServerException.class)
                    .hasMessage(
                            "starting a replica: its control plane began with a snapshot that is not all in the data store yet; name it again in snapshots.restore.url");
        }
    }

    @Test
    void whatBeganWithOneSnapshotDoesNotGoOnWithAnother() throws IOException {
        try (SharedRestore interrupted = restore(true)) {
            interrupted.takeKeys(LIMIT);
        }
        say("loading");
        byte[] authority = Files.readAllBytes(data.pki().resolve("ca.key"));
        String began = secret().read().texts().get(SharedRestore.SNAPSHOT);
        Path moved = directory.resolve("first-of-all.snapshot");
        Files.move(directory.resolve("first.snapshot"), moved);
        DirectoryTree.remove(directory.resolve("first-pki"));
        new ReplicasSnapshots(directory, Path.of("")).writeFirst();

        try (SharedRestore other = restore(true)) {
            assertThatThrownBy(() -> other.takeKeys(LIMIT))
                    .isInstanceOf(ServerException.class)
                    .hasMessageStartingWith(
                            "starting a replica: its control plane began with another snapshot (%s) than file://%s (cluster shop, revision 7, ",
                            began, directory.resolve("first.snapshot"))
                    .hasMessageEndingWith(
                            "; name that one again in snapshots.restore.url, or delete the control plane with its volumes and make it anew with this one");
        }
        assertThat(data.pki().resolve("ca.key")).hasBinaryContent(authority);

        Files.move(moved, directory.resolve("first.snapshot"), StandardCopyOption.REPLACE_EXISTING);
        try (SharedRestore same = restore(true)) {
            same.takeKeys(LIMIT);
        }
        assertThat(secret().read().texts()).containsEntry(SharedRestore.SNAPSHOT, began);
    }

    @Test
    void aReplicaWithoutKeysTakesThoseOfNoOtherSnapshotEither() {
        assertThat(
                        secret().add(
                                        secret().read(),
                                        Map.of(
                                                SharedRestore.KEY,
                                                "begun",
                                                SharedRestore.SNAPSHOT,
                                                "cluster shop, revision 6")))
                .isTrue();

        try (SharedRestore other = restore(true)) {
            assertThatThrownBy(() -> other.takeKeys(LIMIT)).isInstanceOf(ServerException.class);
        }

        assertThat(data.pki().resolve("ca.key")).doesNotExist();
        assertThat(data.file("restoring-first")).doesNotExist();
    }

    private SharedRestore restore(boolean isNamed) {
        var first =
                new FirstSnapshot(
                        SnapshotUrl.parse("file://" + directory.resolve("first.snapshot")),
                        Optional.empty(),
                        new Snapshots.Encryption(directory.resolve("passphrase").toString(), ""),
                        KubernetesVersion.CARRIED.getFirst());
        return new SharedRestore(
                REPLICAS,
                secret(),
                data,
                isNamed ? Optional.of(first) : Optional.empty(),
                Clock.systemUTC());
    }

    private void say(String state) {
        assertThat(secret().add(secret().read(), Map.of(SharedRestore.KEY, state))).isTrue();
    }

    private String state() {
        return secret().read().texts().getOrDefault(SharedRestore.KEY, "");
    }

    private SharedSecret secret() {
        return new SharedSecret(host::client, () -> "tenants", "shop-shared");
    }
}
