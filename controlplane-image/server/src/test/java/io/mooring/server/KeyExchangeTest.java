package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.SharedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What replicas have in common, by way of a Secret of the host cluster.
final class KeyExchangeTest {

    private static final String PLACE = "/api/v1/namespaces/tenants/secrets/shop-shared";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private FakeHost host;

    @BeforeEach
    void open() throws IOException {
        host = new FakeHost();
        empty();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void replicasThatBeginAtOnceHaveTheSameKeysAndNobodyElseReadsThem() throws Exception {
        var starts = new ArrayList<Callable<Map<String, String>>>();
        for (int replica = 0; replica < 3; replica++) {
            DataDirectory data = data(replica);
            starts.add(() -> {
                exchange(data).settle(LIMIT);
                return keys(data);
            });
        }
        var found = new ArrayList<Map<String, String>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var made : executor.invokeAll(starts)) {
                found.add(made.get());
            }
        }

        assertThat(found.getFirst().keySet()).containsExactlyInAnyOrderElementsOf(SharedKeys.FILES);
        assertThat(found).allMatch(found.getFirst()::equals);
        assertThat(secret().read().texts()).isEqualTo(found.getFirst());
        assertThat(secret().read().toString()).contains("ca.key").doesNotContain("PRIVATE");
        for (String name : SharedKeys.FILES) {
            var mode = Files.getPosixFilePermissions(data(0).pki().resolve(name));
            assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
        }
        assertThat(data(0).file("keys.new")).doesNotExist();
    }

    @Test
    void keysOfAnEarlierLifeAreKeptAndAnEmptiedSecretIsFilledWithThem() throws IOException {
        exchange(data(0)).settle(LIMIT);
        Map<String, String> before = keys(data(0));
        empty();

        exchange(data(0)).settle(LIMIT);
        exchange(data(1)).settle(LIMIT);

        assertThat(keys(data(0))).isEqualTo(before);
        assertThat(keys(data(1))).isEqualTo(before);
    }

    @Test
    void aReplicaThatHasItsKeysStartsWithoutTheHostAndOneWithoutThemDoesNot() throws IOException {
        exchange(data(0)).settle(LIMIT);
        host.setDown(true);

        exchange(data(0)).settle(LIMIT);

        assertThatThrownBy(() -> exchange(data(1)).settle(Duration.ZERO))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("waiting for the keys of this control plane: ")
                .hasMessageContaining("reading the Secret shop-shared of the host cluster: ");
    }

    @Test
    void aVolumeOfAnotherClusterIsRefusedByTheNamesOfItsKeysAlone() throws IOException {
        SharedKeys.ensure(data(1).pki(), Clock.systemUTC());
        exchange(data(0)).settle(LIMIT);

        assertThatThrownBy(() -> exchange(data(1)).settle(LIMIT))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("ca.crt, ca.key")
                .hasMessageContaining(
                        "differ from those in the Secret shop-shared, which the other replicas use; if this volume is of an earlier cluster, delete it")
                .hasMessageNotContaining("BEGIN");
    }

    @Test
    void thatThereIsAStoreIsKnownToAReplicaThatHasLostEverything() throws IOException {
        exchange(data(0)).settle(LIMIT);
        var first = new StoreFormation(secret(), data(0));
        assertThat(first.known()).isFalse();

        assertThat(first.record()).isEmpty();

        assertThat(new StoreFormation(secret(), data(1)).known()).isTrue();
        assertThat(secret().read().texts()).containsKeys("ca.key", StoreFormation.KEY);
        host.setDown(true);
        assertThat(first.known()).isTrue();
        assertThat(first.record()).isEmpty();
        assertThat(new StoreFormation(secret(), data(1)).record()).contains("shop-shared");
        assertThatThrownBy(() -> new StoreFormation(secret(), data(1)).known())
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("finding out whether the data store is there: ");
    }

    private void empty() {
        var ref = ObjectRef.of(ResourceKind.SECRET, "tenants", "shop-shared");
        host.put(PLACE, KubeObject.of(ref, Map.of()));
    }

    private DataDirectory data(int replica) throws IOException {
        Path path = directory.resolve("data-" + replica);
        DataDirectory.open(path).close();
        return DataDirectory.peek(path);
    }

    private SharedSecret secret() {
        return new SharedSecret(host::client, () -> "tenants", "shop-shared");
    }

    private KeyExchange exchange(DataDirectory data) {
        return new KeyExchange(secret(), data, Clock.systemUTC());
    }

    private static Map<String, String> keys(DataDirectory data) throws IOException {
        var keys = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(data.pki())) {
            for (Path file : List.copyOf(files.toList())) {
                keys.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return keys;
    }
}
