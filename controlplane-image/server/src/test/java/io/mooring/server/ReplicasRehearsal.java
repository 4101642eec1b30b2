package io.mooring.server;

import io.mooring.api.KubernetesVersion;
import io.mooring.api.Release;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// A program of its own, for a network namespace of its own with a bridge: three replicas, each in a
/// namespace as a pod is, with a host's API that keeps what they share. Prints one line for each
/// thing it sees.
///
///     ReplicasRehearsal DIRECTORY BIN_DIR
final class ReplicasRehearsal {

    static final String HOST = "10.99.0.254";
    private static final String ENDPOINT = "10.99.0.10:8443";
    private static final String CONFIG =
            """
            privateNodes: {enabled: true}
            controlPlane:
              endpoint: 10.99.0.10:8443
              proxy: {extraSANs: [10.99.0.254]}
              backingStore: {etcd: {embedded: {enabled: true}}}
              statefulSet: {highAvailability: {replicas: 3, leaseDuration: 8, renewDeadline: 5, retryPeriod: 2}}
              distro: {k8s: {version: %s}}
            snapshots:
              restore: {url: "file://DIRECTORY/first.snapshot"}
              auto: {schedule: "* * * * *", storage: {type: container, container: {path: DIRECTORY/kept}}, retention: {maxSnapshots: 1}}
              encryption: {passphraseFile: DIRECTORY/passphrase}
            """;
    private static final Release BEFORE = KubernetesVersion.CARRIED.getFirst();
    private static final Release AFTER = KubernetesVersion.CARRIED.getLast();
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int WRITES = 60;

    private final Path directory;
    private final Path binDir;
    private final int port;
    private final ReplicasSnapshots snapshots;
    private final List<Process> replicas = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private int written;
    private long longestGapMillis;

    private ReplicasRehearsal(Path directory, Path binDir, int port, ReplicasSnapshots snapshots) {
        this.directory = directory;
        this.binDir = binDir;
        this.port = port;
        this.snapshots = snapshots;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path identity = Files.createDirectories(directory.resolve("identity"));
        var spec = new PkiSpec("host", Set.of(), HOST + ":443", "10.96.0.1", "cluster.local");
        Path pki = directory.resolve("host-pki");
        var _ = ClusterPki.ensure(pki, directory.resolve("host-conf"), spec, Clock.systemUTC());
        Files.copy(pki.resolve("ca.crt"), identity.resolve("ca.crt"));
        Files.writeString(identity.resolve("token"), "t");
        Files.writeString(identity.resolve("namespace"), "tenants");
        for (Release release : KubernetesVersion.CARRIED) {
            Files.writeString(
                    directory.resolve(release + ".yaml"),
                    CONFIG.formatted(release).replace("DIRECTORY", directory.toString()));
        }
        var snapshots = new ReplicasSnapshots(directory, Path.of(arguments[1]));
        snapshots.writeFirst();
        var secret = ObjectRef.of(ResourceKind.SECRET, "tenants", "shop-shared");
        try (var host =
                FakeHost.encrypted(
                        HOST, pki.resolve("apiserver.crt"), pki.resolve("apiserver.key"))) {
            host.put(
                    "/api/v1/namespaces/tenants/secrets/shop-shared",
                    KubeObject.of(secret, Map.of()));
            var rehearsal =
                    new ReplicasRehearsal(directory, Path.of(arguments[1]), host.port(), snapshots);
            try {
                rehearsal.run();
            } finally {
                rehearsal.replicas.forEach(Process::destroyForcibly);
            }
        }
    }

    private void run() throws Exception {
        for (int i = 0; i < 3; i++) {
            replicas.add(start(i, BEFORE));
        }
        for (int i = 0; i < 3; i++) {
            awaitReady(i);
        }
        say("three are ready");
        for (int i = 0; i < 3; i++) {
            say("all began with the snapshot: " + snapshots.isFirstIn(names(i), data(i)));
        }
        Awaitility.await().atMost(LIMIT).until(() -> leaders().size() == 1);
        int leader = leaders().getFirst();
        say("leaders: 1");
        Process agent = startAgent();
        replicas.add(agent);
        awaitStreams(List.of(0, 1, 2));
        say("an agent has found all three");
        write(List.of(0, 1, 2));

        Path copy = snapshots.copyOf(data(leader));
        say("a snapshot of them is a cluster again: " + snapshots.holds(copy, acknowledged));

        kill(leader);
        List<Integer> others = List.of((leader + 1) % 3, (leader + 2) % 3);
        write(others);
        say("writes go on without the leader: " + (acknowledged.size() == written));
        Awaitility.await().atMost(LIMIT).until(() -> leaders().size() == 1);
        say("another leads: " + !leaders().contains(leader));

        DirectoryTree.remove(data(leader));
        replicas.set(leader, start(leader, AFTER));
        awaitReady(leader);
        say("one that lost its volume is ready again, upgraded: " + runs(leader, AFTER));
        awaitStreams(List.of(0, 1, 2));
        say("the agent has found it");
        kill(others.getFirst());
        write(List.of(leader, others.getLast()));
        say("writes go on by it: " + (acknowledged.size() == written));
        replicas.set(others.getFirst(), start(others.getFirst(), AFTER));
        awaitReady(others.getFirst());
        kill(others.getLast());
        write(List.of(leader, others.getFirst()));
        replicas.set(others.getLast(), start(others.getLast(), AFTER));
        awaitReady(others.getLast());
        for (int i = 0; i < 3; i++) {
            say("upgraded: " + runs(i, AFTER));
            say("all read back: " + names(i).containsAll(acknowledged));
        }
        say("the leader makes snapshots: " + snapshots.areScheduled());
        System.out.println("writes=" + acknowledged.size() + " longest_gap_ms=" + longestGapMillis);
    }

    /// Upstream's, as the join script starts it, but as the administrator: what nodes may do is
    /// asked for.
    private Process startAgent() throws IOException {
        var relay = new TurnRelay(HOST, this::live);
        Path token = directory.resolve("agent-token");
        try (var client = client(0)) {
            Awaitility.await().atMost(LIMIT).until(() -> nodesMayCountServers(client));
            say("nodes may count servers");
            var issued =
                    client.requestToken(
                            "kube-system",
                            "konnectivity-agent",
                            List.of("system:konnectivity-server"),
                            Duration.ofHours(1),
                            Optional.empty());
            Files.writeString(token, issued.token().value());
        }
        String kubeconfig = DataDirectory.read(data(0).resolve("kubeconfig/admin.conf"));
        Path copy = directory.resolve("agent.conf");
        Files.writeString(copy, kubeconfig.replace(ENDPOINT, HOST + ":" + relay.port()));
        return new ProcessBuilder(
                        binDir.resolve("konnectivity-agent").toString(),
                        "--proxy-server-host=" + HOST,
                        "--proxy-server-port=" + relay.port(),
                        "--alpn-proto=mooring-tunnel",
                        "--ca-cert=" + data(0).resolve("pki/ca.crt"),
                        "--service-account-token-path=" + token,
                        "--agent-id=n1",
                        "--sync-interval=500ms",
                        "--sync-interval-cap=5s",
                        "--probe-interval=500ms",
                        "--health-server-host=127.0.0.1",
                        "--count-server-leases",
                        "--kubeconfig=" + copy)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("agent.log").toFile())
                .start();
    }

    private static boolean nodesMayCountServers(KubeClient client) {
        var kind =
                ResourceKind.cluster(
                        "authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews");
        var leases =
                Map.of(
                        "namespace", "kube-system",
                        "verb", "watch",
                        "group", "coordination.k8s.io",
                        "resource", "leases");
        var spec =
                Map.of(
                        "user",
                        "system:node:n1",
                        "groups",
                        List.of("system:nodes"),
                        "resourceAttributes",
                        leases);
        var review =
                new KubeObject(
                        Map.of(
                                "apiVersion", kind.apiVersion(),
                                "kind", kind.kind(),
                                "spec", spec));
        return client.create(kind, review).text("status", "allowed").equals(Optional.of("true"));
    }

    private List<InetSocketAddress> live() {
        return IntStream.range(0, 3)
                .filter(i -> replicas.get(i).isAlive())
                .mapToObj(i -> new InetSocketAddress(address(i), 8443))
                .toList();
    }

    private void awaitStreams(List<Integer> of) {
        String streams = "konnectivity_network_proxy_server_ready_backend_connections 1\n";
        for (int i : of) {
            Awaitility.await("the agent at replica " + i)
                    .atMost(LIMIT)
                    .until(() -> health(i, "/metrics").contains(streams));
        }
    }

    private void write(List<Integer> to) {
        long last = System.nanoTime();
        var clients = new ArrayList<KubeClient>();
        try {
            to.forEach(i -> clients.add(client(i)));
            for (int i = 0; i < WRITES; i++) {
                String name = "kept-" + written++;
                var ref = ObjectRef.of(ResourceKind.CONFIG_MAP, "default", name);
                KubeClient client = clients.get(i % clients.size());
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> isCreated(client, ref));
                acknowledged.add(name);
                long now = System.nanoTime();
                longestGapMillis = Math.max(longestGapMillis, (now - last) / 1_000_000);
                last = now;
            }
        } finally {
            clients.forEach(KubeClient::close);
        }
    }

    private static boolean isCreated(KubeClient client, ObjectRef ref) {
        long began = System.nanoTime();
        try {
            return !client.create(ResourceKind.CONFIG_MAP, KubeObject.of(ref, Map.of()))
                    .uid()
                    .isEmpty();
        } catch (KubeFailure.Conflict e) {
            return e.reason().equals("AlreadyExists");
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
            System.out.println(
                    "refused after %d ms: %s"
                            .formatted((System.nanoTime() - began) / 1_000_000, e.getMessage()));
            return false;
        }
    }

    private Set<String> names(int i) {
        try (var client = client(i)) {
            return client
                    .list(ResourceKind.CONFIG_MAP, ListQuery.namespace("default"))
                    .items()
                    .stream()
                    .map(KubeObject::name)
                    .collect(Collectors.toSet());
        }
    }

    private KubeClient client(int i) {
        String kubeconfig = DataDirectory.read(data(i).resolve("kubeconfig/admin.conf"));
        return KubeClient.fromKubeconfig(
                kubeconfig.replace(ENDPOINT, address(i) + ":8443"), Duration.ofSeconds(20));
    }

    private boolean runs(int i, Release release) {
        try (var client = client(i)) {
            return client.rawGet("/version").contains("\"" + release + "\"");
        }
    }

    private List<Integer> leaders() {
        var leaders = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            if (replicas.get(i).isAlive() && health(i, "/metrics").contains("mooring_leader 1\n")) {
                leaders.add(i);
            }
        }
        return leaders;
    }

    private void awaitReady(int i) {
        Awaitility.await("replica " + i)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .failFast("it has ended", () -> !replicas.get(i).isAlive())
                .until(() -> health(i, "/readyz").startsWith("HTTP/1.1 200"));
    }

    private String health(int i, String path) {
        var address = UnixDomainSocketAddress.of(data(i).resolve("run/health.sock"));
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(address);
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    private void kill(int i) throws InterruptedException {
        replicas.get(i).destroyForcibly().waitFor();
    }

    private Process start(int i, Release release) throws Exception {
        String inPod =
                "hostname shop-%d; until ip link show e%d >/dev/null 2>&1; do sleep 0.05; done; ip link set lo up; ip address add %s/24 dev e%d; ip link set e%d up; exec \"$0\" \"$@\""
                        .formatted(i, i, address(i), i, i);
        var command = new ArrayList<>(List.of("unshare", "--net", "--uts", "sh", "-c", inPod));
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx100m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplicaProgram.class.getName(),
                        directory.resolve(release + ".yaml").toString(),
                        data(i).toString(),
                        binDir.toString(),
                        directory.resolve("identity").toString(),
                        HOST,
                        Integer.toString(port),
                        address(i),
                        "shop-" + i));
        for (int other = 0; other < 3; other++) {
            command.add("shop-" + other + "=" + address(other));
        }
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve("replica-" + i + ".log").toFile()))
                        .start();
        Path ours = Path.of("/proc/self/ns/net");
        Path theirs = Path.of("/proc/" + process.pid() + "/ns/net");
        Awaitility.await()
                .until(() -> !Files.readSymbolicLink(theirs).equals(Files.readSymbolicLink(ours)));
        String link = "v" + i;
        shell("ip link delete " + link + " 2>/dev/null; true");
        shell("ip link add " + link + " type veth peer name e" + i);
        shell("ip link set e" + i + " netns " + process.pid());
        shell("ip link set " + link + " master br0 up");
        return process;
    }

    private static void shell(String command) throws IOException, InterruptedException {
        int code = new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(command + " ended with " + code);
        }
    }

    private Path data(int i) {
        return directory.resolve("d" + i);
    }

    private static String address(int i) {
        return "10.99.0." + (10 + i);
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
