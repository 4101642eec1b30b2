package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.api.StoreKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataStoreTest {

    private static final Path BIN = Path.of("/bin");

    @TempDir private Path directory;
    @AutoClose private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"));
    }

    @Test
    void withoutAWordItIsSqliteInTheDataDirectory() {
        DataStore store = store("{}");

        assertThat(store.process().orElseThrow().environment().get("KINE_ENDPOINT"))
                .startsWith("sqlite://" + data.file("state.db") + "?");
        assertThat(store.apiServerFlags())
                .containsEntry("etcd-servers", "unix://" + data.run("kine.sock"));
    }

    @Test
    void aDataSourceIsInTheEnvironmentOnlyAndItsFilesAreFlags() {
        ChildSpec kine =
                store(
                                "{database: {external: {enabled: true, dataSource: 'mysql://u:secret@tcp(db)/k', caFile: /ca}}}")
                        .process()
                        .orElseThrow();

        assertThat(kine.environment()).containsEntry("KINE_ENDPOINT", "mysql://u:secret@tcp(db)/k");
        assertThat(kine.command())
                .contains("--endpoint=env://KINE_ENDPOINT", "--ca-file=/ca")
                .noneMatch(argument -> argument.contains("secret"));
        assertThat(kine).hasToString("kine");
    }

    @Test
    void ofADatabaseThatOthersWriteToListsAreReadFromItAndNotFromWhatWatchesHaveTold() {
        String external =
                "{database: {external: {enabled: true, dataSource: 'mysql://tcp(db)/k'}}}";
        String emulated = "--emulated-etcd-version=3.5.12";

        assertThat(store(external).process().orElseThrow().command()).contains(emulated);
        assertThat(store("{}").process().orElseThrow().command()).doesNotContain(emulated);
    }

    @Test
    void anExternalEtcdIsDialledByTheApiServerItself() {
        DataStore store =
                store(
                        "{etcd: {external: {enabled: true, endpoint: 'https://a:2379,https://b:2379', tls: {caFile: /ca, certFile: /crt, keyFile: /key}}}}");

        assertThat(store.process()).isEmpty();
        assertThat(store.apiServerFlags())
                .isEqualTo(
                        Map.of(
                                "etcd-servers", "https://a:2379,https://b:2379",
                                "etcd-cafile", "/ca",
                                "etcd-certfile", "/crt",
                                "etcd-keyfile", "/key"));
    }

    @Test
    void etcdOfItsOwnListensOnSocketsOfTheDataDirectoryOnly() {
        ChildSpec etcd = store("{etcd: {embedded: {enabled: true}}}").process().orElseThrow();

        assertThat(etcd.directory()).contains(data.run(""));
        assertThat(etcd.command())
                .contains(
                        "--listen-client-urls=unix://" + data.run("etcd.sock"),
                        "--listen-peer-urls=unix://peer.sock",
                        "--data-dir=" + data.file("etcd"));
    }

    @Test
    void aMemberOfSeveralListensForTheOthersByTlsAndForItsOwnApiServerOnASocket() {
        var replicas =
                new Replicas(
                        "shop-1",
                        List.of(
                                Replicas.Member.of("shop-0", "shop-0.shop-headless"),
                                Replicas.Member.of("shop-1", "shop-1.shop-headless")),
                        "shop-shared");
        var wanted =
                ConfigLoader.load("{}").config().controlPlane().backingStore().etcd().embedded();

        DataStore store =
                EtcdMember.store(
                        wanted, replicas, "fd00::7", InitialCluster.first(replicas), data, BIN);

        assertThat(store.apiServerFlags())
                .isEqualTo(Map.of("etcd-servers", "unix://" + data.run("etcd.sock")));
        assertThat(store.process().orElseThrow().command())
                .contains(
                        "--name=shop-1",
                        "--listen-client-urls=unix://"
                                + data.run("etcd.sock")
                                + ",https://[fd00::7]:2379",
                        "--listen-peer-urls=https://[fd00::7]:2380",
                        "--advertise-client-urls=https://shop-1.shop-headless:2379",
                        "--initial-cluster=shop-0=https://shop-0.shop-headless:2380,shop-1=https://shop-1.shop-headless:2380",
                        "--initial-cluster-state=new",
                        "--client-cert-auth=true",
                        "--peer-client-cert-auth=true");
    }

    @Test
    void aStoreThatThisVersionDoesNotRunIsRefused() {
        assertThatThrownBy(() -> store("{etcd: {deploy: {enabled: true}}}"))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("controlPlane.backingStore.etcd.deploy: ");
    }

    @Test
    void aDirectoryKeepsTheKindOfStoreItBeganWith() {
        StoreMark.require(data, StoreKind.EXTERNAL_ETCD);
        StoreMark.require(data, StoreKind.EXTERNAL_ETCD);

        assertThatThrownBy(() -> StoreMark.require(data, StoreKind.EMBEDDED_ETCD))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "opening the data directory %s: its cluster has an external etcd, and the configuration says embedded etcd; the state does not move by itself: set controlPlane.backingStore back, or restore a snapshot into a new cluster with the other store",
                        directory.resolve("data"));
    }

    @Test
    void aDirectoryOfAVersionWithoutTheMarkHasAnEmbeddedDatabase() throws IOException {
        Files.createFile(data.file("state.db"));

        assertThatThrownBy(() -> StoreMark.require(data, StoreKind.EMBEDDED_ETCD))
                .hasMessageContaining("its cluster has an embedded database");
        StoreMark.require(data, StoreKind.EMBEDDED_DATABASE);
    }

    private DataStore store(String backingStore) {
        String yaml =
                "privateNodes: {enabled: true}\ncontrolPlane: {backingStore: " + backingStore + "}";
        var settings =
                new ControlPlaneSettings(
                        ConfigLoader.load(yaml).config(),
                        "shop",
                        "10.76.0.2:8443",
                        "10.76.0.2",
                        List.of(),
                        new InetSocketAddress("127.0.0.1", 0),
                        "10.96.0.0/12");
        return DataStore.of(settings, data, BIN);
    }
}
