package io.mooring.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Command;
import io.mooring.acceptance.Running;
import io.mooring.acceptance.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server on each data store, with the real programs; SQLite is in [ServerLifeTest].
@Order(9)
final class DataStoresTest {

    private static final String PASSWORD = "p4ssw0rd";
    private static final String KEPT =
            "count(*) FROM kine WHERE name = '/registry/configmaps/default/kept'";

    @TempDir private Path directory = Path.of("");

    @Test
    void embeddedEtcdKeepsTheStateWhenItIsKilledAndAnotherStoreIsRefusedThen() throws IOException {
        String store = "{etcd: {embedded: {enabled: true}}}";
        try (var server = RealServer.launchWith(directory, store)) {
            requireWork(server.awaitReady());
            assertThat(server.health("/readyz")).contains("[+]etcd-process ok\n");
            assertThat(server.dataDir().resolve("run/peer.sock")).exists();
            ProcessHandle killed = server.child("etcd");
            killed.destroyForcibly();
            await("etcd again").until(() -> anew(server, killed));
            assertThat(
                            server.awaitReady()
                                    .kubectl("get", "configmap", "kept", "-o", "name")
                                    .output())
                    .isEqualTo("configmap/kept\n");
            assertThat(server.terminate()).isZero();
        }

        try (var refused = RealServer.launch(directory)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.log())
                    .contains(
                            "its cluster has an embedded etcd, and the configuration says embedded"
                                    + " database; the state does not move by itself");
        }
    }

    @Test
    void anExternalEtcdIsReachedByMutualTls() throws IOException {
        Authority authority = Authority.in(directory);
        String store =
                "{etcd: {external: {enabled: true, endpoint: 'https://127.0.0.1:2379', tls: {caFile: %s, certFile: %s, keyFile: %s}}}}"
                        .formatted(
                                authority.file("ca.crt"),
                                authority.file("client.crt"),
                                authority.file("client.key"));
        try (var server = RealServer.launchWith(directory, store)) {
            Running etcd =
                    server.startBeside(
                            directory,
                            "etcd",
                            List.of(
                                    Tree.upstream("etcd"),
                                    "--data-dir=" + directory.resolve("etcd"),
                                    "--listen-client-urls=https://127.0.0.1:2379",
                                    "--advertise-client-urls=https://127.0.0.1:2379",
                                    "--listen-peer-urls=unix://" + directory.resolve("peer.sock"),
                                    "--client-cert-auth",
                                    "--trusted-ca-file=" + authority.file("ca.crt"),
                                    "--cert-file=" + authority.file("server.crt"),
                                    "--key-file=" + authority.file("server.key")));
            try {
                requireWork(server.awaitReady());
                assertThat(server.children()).noneMatch(DataStoresTest::servesAStore);
                assertThat(server.runBeside(snapshot()).output())
                        .contains(directory.resolve("snapshot") + ": cluster data at revision ");
            } finally {
                etcd.close();
            }
        }
    }

    @Test
    void databasesAreReachedByPasswordsThatNoCommandLineShowsAndASnapshotLeadsFromOneToAnother()
            throws IOException {
        Optional<Path> programs = Postgres.programs();
        Assumptions.assumeTrue(programs.isPresent(), "no PostgreSQL server is installed");
        try (var postgres = Postgres.start(programs.get(), PASSWORD);
                var server =
                        RealServer.launchWith(directory, external(postgres.dataSource(PASSWORD)))) {
            requireWork(server.awaitReady());

            assertThat(postgres.select(PASSWORD, KEPT)).isEqualTo("1");
            requireSecrecy(server);
            assertThat(RealServer.run(snapshot()).exitCode()).isZero();
        }
        Assumptions.assumeTrue(MariaDb.isInstalled(), "no MariaDB server is installed");
        Path moved = Files.createDirectory(directory.resolve("moved"));
        try (var maria = MariaDb.start(PASSWORD)) {
            String source = external(maria.dataSource(PASSWORD));
            assertThat(RealServer.run(restore(moved, source)).succeeded())
                    .endsWith(", external database");

            try (var server = RealServer.launchWith(moved, source)) {
                server.awaitReady();

                assertThat(server.kubectl("get", "configmap", "kept", "-o", "name").output())
                        .isEqualTo("configmap/kept\n");
                assertThat(maria.select(PASSWORD, KEPT)).isEqualTo("1");
                assertThat(server.kubectl("create", "configmap", "after").output())
                        .isEqualTo("configmap/after created\n");
                requireSecrecy(server);
            }
        }
    }

    private static String external(String source) {
        return "{database: {external: {enabled: true, dataSource: '%s'}}}".formatted(source);
    }

    private static void requireSecrecy(RealServer server) throws IOException {
        List<String> lines =
                server.children().stream()
                        .flatMap(child -> child.info().commandLine().stream())
                        .toList();
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(PASSWORD));
        assertThat(server.log()).doesNotContain(PASSWORD);
    }

    /// The command line that makes the cluster of that snapshot in another directory, on that
    /// store.
    private List<String> restore(Path place, String store) throws IOException {
        Path config = place.resolve("restored.yaml");
        Files.writeString(
                config,
                "privateNodes: {enabled: true}\ncontrolPlane: {endpoint: '10.76.0.2:8443', backingStore: %s}\n"
                        .formatted(store));
        return RealServer.mooring(
                "snapshot",
                "restore",
                directory.resolve("snapshot").toString(),
                "--data-dir=" + place.resolve("data"),
                "--config=" + config,
                "--bin-dir=" + Tree.upstream(),
                "--passphrase-file=" + directory.resolve("passphrase"));
    }

    /// The command line that makes one of the cluster in this directory.
    private List<String> snapshot() throws IOException {
        Path passphrase = directory.resolve("passphrase");
        Files.writeString(passphrase, "correct horse battery staple\n");
        return RealServer.mooring(
                "snapshot",
                "create",
                directory.resolve("snapshot").toString(),
                "--data-dir=" + directory.resolve("data"),
                "--config=" + directory.resolve("vcluster.yaml"),
                "--passphrase-file=" + passphrase);
    }

    private static boolean anew(RealServer server, ProcessHandle killed) {
        return server.children().stream()
                .filter(DataStoresTest::servesAStore)
                .anyMatch(store -> store.pid() != killed.pid());
    }

    private static boolean servesAStore(ProcessHandle process) {
        String command = process.info().command().orElse("");
        return command.endsWith("/kine") || command.endsWith("/etcd");
    }

    private static void requireWork(RealServer server) {
        Command.Result made = server.kubectl("create", "configmap", "kept");
        assertThat(made.output()).isEqualTo("configmap/kept created\n");
    }
}
