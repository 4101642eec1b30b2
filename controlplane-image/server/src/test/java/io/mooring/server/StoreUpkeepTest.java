package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdEndpoint;
import io.mooring.etcd.StoreRoom;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real etcd that has been written to a lot, and was compacted as kube-apiserver does it.
final class StoreUpkeepTest {

    private static final Path BINARIES = RealControlPlane.binaries();
    private static final int ROUNDS = 40;
    private static final long WORTH_IT = 4L << 20;

    private final Closing closing = new Closing();
    @TempDir private Path directory;

    @BeforeEach
    void requireEtcd() {
        Assumptions.assumeTrue(
                Files.isExecutable(BINARIES.resolve("etcd")), "no etcd; run tools/build");
    }

    @AfterEach
    void end() {
        closing.close();
    }

    @Test
    void whatCompactionHasFreedIsGivenBackAndEveryKeyStays() throws IOException {
        DataStore store = start();
        Path file = directory.resolve("data/etcd/member/snap/db");
        var gone = new EtcdEndpoint.Socket(directory.resolve("gone.sock"));
        var upkeep = new StoreUpkeep(List.of(store.endpoint()), WORTH_IT);
        try (var client = EtcdClient.connect(store.endpoint())) {
            long revision = overwrite(client);
            assertThat(client.room().leads()).isTrue();
            upkeep.turn();
            assertThat(Files.size(file)).as("all of it is used").isGreaterThan(8L << 20);

            compact(store.socket(), revision);
            StoreRoom before = client.room();
            assertThat(before.unusedBytes()).isGreaterThan(before.fileBytes() / 2);
            long large = Files.size(file);
            new StoreUpkeep(List.of(store.endpoint()), Long.MAX_VALUE).turn();
            new StoreUpkeep(List.of(store.endpoint(), gone), WORTH_IT).turn();
            assertThat(Files.size(file)).as("not worth it, or not safe").isEqualTo(large);

            upkeep.turn();

            assertThat(Files.size(file)).isLessThan(large / 2);
            assertThat(client.room().unusedBytes()).isLessThan(WORTH_IT);
            assertThat(client.under("/k/")).hasSize(2);
            assertThat(client.put("/k/0", new byte[] {1}, revision - 1)).isTrue();
        }
    }

    private DataStore start() {
        var backing =
                ConfigLoader.load(
                                "{privateNodes: {enabled: true}, controlPlane: {backingStore: {etcd: {embedded: {enabled: true}}}}}")
                        .config()
                        .controlPlane()
                        .backingStore();
        DataDirectory data =
                closing.add("data directory", DataDirectory.open(directory.resolve("data")));
        DataStore store = DataStore.of(backing, "shop", data, BINARIES);
        closing.add("etcd", StoreProcess.start(store.process().orElseThrow(), store.socket()));
        return store;
    }

    /// Two keys, again and again.
    ///
    /// @return the last revision
    private static long overwrite(EtcdClient client) {
        byte[] value = new byte[128 << 10];
        long[] revisions = new long[2];
        for (int round = 0; round < ROUNDS; round++) {
            for (int key = 0; key < 2; key++) {
                assertThat(client.put("/k/" + key, value, revisions[key])).isTrue();
                revisions[key] = client.count().revision();
            }
        }
        return revisions[1];
    }

    /// By etcd's way for those who speak JSON.
    private static void compact(Path socket, long revision) throws IOException {
        String body = "{\"revision\": \"%d\", \"physical\": true}".formatted(revision);
        String request =
                "POST /v3/kv/compaction HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(body.length(), body);
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            String answer =
                    new String(
                            Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }
}
