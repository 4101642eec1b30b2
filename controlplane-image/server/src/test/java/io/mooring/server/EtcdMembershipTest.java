package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mooring.api.BackingStore;
import io.mooring.api.ConfigLoader;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdEndpoint;
import io.mooring.etcd.EtcdFailure;
import io.mooring.etcd.Member;
import io.mooring.etcd.MemberLog;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import io.mooring.pki.SharedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three real members of a data store on loopback, as three replicas run them.
final class EtcdMembershipTest {

    private static final Path BINARIES = RealControlPlane.binaries();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);
    private static final List<String> NAMES = List.of("shop-0", "shop-1", "shop-2");

    private final Map<String, StoreProcess> running = new HashMap<>();
    private final Set<String> acknowledged = new TreeSet<>();
    private final List<Replicas.Member> members = new ArrayList<>();
    @TempDir private Path directory;
    private boolean formed;
    private Optional<String> beginner = Optional.empty();

    @BeforeEach
    void prepare() throws IOException {
        Assumptions.assumeTrue(
                Files.isExecutable(BINARIES.resolve("etcd")), "no etcd; run tools/build");
        List<Integer> ports = freePorts(2 * NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            members.add(
                    new Replicas.Member(
                            NAMES.get(i), "127.0.0.1", ports.get(2 * i), ports.get(2 * i + 1)));
        }
        Path keys = directory.resolve("keys");
        SharedKeys.ensure(keys, Clock.systemUTC());
        for (String name : NAMES) {
            DataDirectory data = data(name);
            Files.createDirectories(data.pki());
            for (String file : SharedKeys.FILES) {
                Files.copy(keys.resolve(file), data.pki().resolve(file));
            }
            var spec = new PkiSpec("shop", Set.of(), "10.1.0.7:8443", "10.96.0.1", "cluster.local");
            var _ =
                    ClusterPki.ensure(
                            data.pki(),
                            data.kubeconfigs(),
                            spec.withStore(Set.of("127.0.0.1")),
                            Clock.systemUTC());
        }
    }

    @AfterEach
    void end() {
        running.values().forEach(StoreProcess::close);
    }

    @Test
    void noAcknowledgedWriteIsLostByTheEndOfAMemberNorByTheLossOfItsData() throws IOException {
        NAMES.forEach(this::start);
        NAMES.forEach(this::awaitAnswer);
        formed = true;
        write("shop-0", "formed");
        assertThat(ids().keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
        requireThatAStrangerIsRefused();

        stop("shop-2");
        write("shop-0", "with-two");
        assertThat(clusterOf("shop-2").state()).isEqualTo(InitialCluster.State.NEW);
        start("shop-2");
        awaitAnswer("shop-2");
        assertThat(keysOf("shop-2")).containsAll(acknowledged);

        long before = ids().get("shop-1");
        stop("shop-1");
        DirectoryTree.remove(data("shop-1").file("etcd"));
        write("shop-2", "one-lost");
        start("shop-1");
        awaitAnswer("shop-1");
        assertThat(ids().keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(ids().get("shop-1")).as("counts as a new member").isNotEqualTo(before);

        stop("shop-0");
        write("shop-1", "by-the-replaced");
        assertThat(keysOf("shop-1")).containsAll(acknowledged).hasSize(acknowledged.size());

        stop("shop-2");
        DirectoryTree.remove(data("shop-2").file("etcd"));
        assertThatThrownBy(() -> membership("shop-2").settle(Duration.ZERO))
                .as("two of three cannot take a third in, and no second store is begun")
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith(
                        "waiting for the data store's other members to take this one in: ");
    }

    @Test
    void aStoreOfOneMemberGrowsToThreeAndIsNotStoppedByOneThatDoesNotCome() throws IOException {
        startAlone("shop-0");
        awaitAnswer("shop-0");
        write("shop-0", "alone");
        stop("shop-0");
        beginner = Optional.of("shop-0");
        start("shop-0");
        awaitMember("shop-0");
        formed = true;
        write("shop-0", "found");

        assertThat(clusterOf("shop-1").state()).isEqualTo(InitialCluster.State.EXISTING);
        write("shop-0", "beside-one-that-never-started");
        assertThatThrownBy(() -> membership("shop-2").settle(Duration.ZERO))
                .as("one after the other")
                .isInstanceOf(ServerException.class);
        start("shop-1");
        awaitMember("shop-1");
        start("shop-2");
        awaitMember("shop-2");

        assertThat(ids().keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
        stop("shop-0");
        write("shop-1", "without-the-first");
        assertThat(keysOf("shop-2")).containsAll(acknowledged).hasSize(acknowledged.size());
    }

    @Test
    void oneThatIsToGrowAndNeverHadAStoreBeginsItAloneAndTheOthersJoinIt() throws IOException {
        beginner = Optional.of("shop-0");
        assertThatThrownBy(() -> membership("shop-1").settle(Duration.ZERO))
                .isInstanceOf(ServerException.class)
                .hasMessageEndingWith("last seen: shop-0 has not begun it yet");

        start("shop-0");
        awaitMember("shop-0");
        formed = true;
        write("shop-0", "alone");

        assertThat(clusterOf("shop-1").peerUrls().keySet())
                .containsExactlyInAnyOrder("shop-0", "shop-1");
    }

    @Test
    void oneWhoseLogWaitsForOthersWhoNeverCameBeginsAnewOnceItIsToBeginAlone() throws IOException {
        Path member = data("shop-0").file("etcd").resolve("member");
        start("shop-0");
        await().atMost(LIMIT).until(() -> MemberLog.namesMembersOnly(member));
        stop("shop-0");
        assertThat(clusterOf("shop-0").peerUrls().keySet())
                .as("until that is written down it waits for the others")
                .containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(member).exists();

        beginner = Optional.of("shop-0");
        assertThat(clusterOf("shop-0").peerUrls().keySet()).containsExactly("shop-0");
        start("shop-0");
        awaitMember("shop-0");
        write("shop-0", "alone");
        stop("shop-0");

        assertThat(MemberLog.namesMembersOnly(member)).isFalse();
        assertThat(clusterOf("shop-0").peerUrls()).as("it has data now").hasSize(3);
        start("shop-0");
        awaitMember("shop-0");
        assertThat(keysOf("shop-0")).containsAll(acknowledged).hasSize(acknowledged.size());
    }

    /// As the one replica of a control plane has it.
    private void startAlone(String name) {
        run(name, DataStore.of(backingStore(), "shop", data(name), BINARIES));
    }

    private void run(String name, DataStore store) {
        running.put(name, StoreProcess.start(store.process().orElseThrow(), store.socket()));
    }

    private void awaitMember(String name) {
        var socket = new EtcdEndpoint.Socket(data(name).run("etcd.sock"));
        await(name)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(membership(name).incomplete(socket)).isEmpty());
    }

    /// One that another authority of the cluster has signed, as those of nodes are.
    private void requireThatAStrangerIsRefused() {
        DataDirectory data = data("shop-0");
        var identity =
                new EtcdEndpoint.Identity(
                        data.pki().resolve("apiserver-kubelet-client.crt"),
                        data.pki().resolve("apiserver-kubelet-client.key"));
        var stranger =
                new EtcdEndpoint.Encrypted(
                        "127.0.0.1",
                        members.getFirst().clientPort(),
                        Optional.of(data.pki().resolve("etcd-ca.crt")),
                        Optional.of(identity));

        assertThatThrownBy(
                        () -> {
                            try (var client =
                                    EtcdClient.connect(stranger, ANSWER_LIMIT, ANSWER_LIMIT)) {
                                client.count();
                            }
                        })
                .isInstanceOf(EtcdFailure.class);
    }

    private void start(String name) {
        DataDirectory data = data(name);
        run(
                name,
                EtcdMember.store(
                        backingStore().etcd().embedded(),
                        replicas(name),
                        "127.0.0.1",
                        clusterOf(name),
                        data,
                        BINARIES));
    }

    private InitialCluster clusterOf(String name) {
        return membership(name).settle(LIMIT);
    }

    private EtcdMembership membership(String name) {
        return new EtcdMembership(replicas(name), data(name), () -> formed, () -> beginner);
    }

    private void stop(String name) {
        running.remove(name).close();
    }

    private Replicas replicas(String name) {
        return new Replicas(name, members, "shop-shared");
    }

    private DataDirectory data(String name) {
        try {
            DataDirectory.open(directory.resolve(name)).close();
            return DataDirectory.peek(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// By the socket that kube-apiserver uses.
    private EtcdClient client(String name) {
        var socket = new EtcdEndpoint.Socket(data(name).run("etcd.sock"));
        return EtcdClient.connect(socket, ANSWER_LIMIT, ANSWER_LIMIT);
    }

    private void awaitAnswer(String name) {
        await(name)
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(EtcdFailure.class)
                .until(() -> {
                    try (var client = client(name)) {
                        return client.count().keys() >= 0;
                    }
                });
    }

    /// Some keys, of which those that are acknowledged count.
    private void write(String name, String prefix) {
        try (var client = client(name)) {
            for (int i = 0; i < 50; i++) {
                String key = "/registry/" + prefix + "/" + i;
                byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
                if (client.create(bytes, bytes, 0)) {
                    acknowledged.add(key);
                }
            }
        }
        assertThat(acknowledged).contains("/registry/" + prefix + "/49");
    }

    private Set<String> keysOf(String name) throws IOException {
        var keys = new TreeSet<String>();
        try (var client = client(name)) {
            client.scan(
                    client.count().revision(),
                    key -> keys.add(new String(key.key(), StandardCharsets.US_ASCII)));
        }
        return keys;
    }

    private Map<String, Long> ids() {
        var ids = new HashMap<String, Long>();
        try (var client = client("shop-2")) {
            for (Member member : client.members()) {
                ids.put(member.name(), member.id());
            }
        }
        return ids;
    }

    private static BackingStore backingStore() {
        return ConfigLoader.load(
                        "controlPlane: {backingStore: {etcd: {embedded: {enabled: true}}}}")
                .config()
                .controlPlane()
                .backingStore();
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports.add(sockets.getLast().getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }
}
