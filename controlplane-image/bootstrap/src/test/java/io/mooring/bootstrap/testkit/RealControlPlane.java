package io.mooring.bootstrap.testkit;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// kine or etcd, kube-apiserver and kube-controller-manager as upstream built them, on loopback
/// ports, in a temporary directory.
///
/// Everything it started ends with [#close], and with the JVM if that comes first.
public final class RealControlPlane implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Path directory;
    private final int port;
    private final List<String> beforeApiServer;
    private final List<Process> processes = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll);

    private RealControlPlane(Path directory, int port, List<String> beforeApiServer) {
        this.directory = directory;
        this.port = port;
        this.beforeApiServer = beforeApiServer;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Where the upstream binaries are: the property `mooring.bin`, or the cache of `tools/build`.
    public static Path binaries() {
        var home = System.getProperty("user.home", "/");
        return Path.of(System.getProperty("mooring.bin", home + "/.cache/mooring/bin"));
    }

    public static boolean available() {
        return List.of("kine", "kube-apiserver", "kube-controller-manager").stream()
                .allMatch(name -> Files.isExecutable(binaries().resolve(name)));
    }

    public static RealControlPlane start() throws IOException {
        return start("*,bootstrapsigner,tokencleaner,-csrapproving");
    }

    /// With these of the controller manager's controllers.
    public static RealControlPlane start(String controllers) throws IOException {
        return start(controllers, RealControlPlane::startKine);
    }

    /// On etcd, as most clusters are.
    public static RealControlPlane startOnEtcd(String controllers) throws IOException {
        return start(controllers, RealControlPlane::startEtcd);
    }

    /// As `mooring server` runs it with shared nodes: its API takes processors after the syncer.
    public static RealControlPlane startYielding(String controllers) throws IOException {
        return start(controllers, RealControlPlane::startKine, List.of("nice", "-n", "10"));
    }

    /// Starts what keeps the data, and says where it answers.
    private interface Store {
        String start(RealControlPlane plane) throws IOException;
    }

    private static RealControlPlane start(String controllers, Store store) throws IOException {
        return start(controllers, store, List.of());
    }

    private static RealControlPlane start(
            String controllers, Store store, List<String> beforeApiServer) throws IOException {
        var directory = Files.createTempDirectory("mooring-cp");
        var plane = new RealControlPlane(directory, freePort(), beforeApiServer);
        try {
            plane.startAll(controllers, store);
            return plane;
        } catch (IOException | RuntimeException | Error e) {
            plane.close();
            throw e;
        }
    }

    public String endpoint() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public Path pki() {
        return directory.resolve("pki");
    }

    public Path kubeconfig(String name) {
        return directory.resolve("kubeconfig").resolve(name);
    }

    public KubeClient client() throws IOException {
        return KubeClient.fromKubeconfig(Files.readString(kubeconfig("server.conf")));
    }

    private void startAll(String controllers, Store store) throws IOException {
        var spec =
                new PkiSpec("test", Set.of(), endpoint(), endpoint(), "10.96.0.1", "cluster.local");
        ClusterPki.ensure(pki(), directory.resolve("kubeconfig"), spec, Clock.systemUTC());
        startApiServer(store.start(this));
        try (var kube = client()) {
            await("kube-apiserver", () -> ready(kube));
        }
        start(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig("controller-manager.conf"),
                "--controllers=" + controllers,
                "--bind-address=127.0.0.1",
                "--secure-port=0",
                "--leader-elect=false",
                "--use-service-account-credentials=true",
                "--cluster-signing-cert-file=" + pki().resolve("ca.crt"),
                "--cluster-signing-key-file=" + pki().resolve("ca.key"),
                "--root-ca-file=" + pki().resolve("ca.crt"),
                "--service-account-private-key-file=" + pki().resolve("sa.key"));
    }

    private String startKine() throws IOException {
        start(
                "kine",
                "--listen-address=unix://" + directory.resolve("kine.sock"),
                "--metrics-bind-address=0",
                "--endpoint=sqlite://"
                        + directory.resolve("state.db")
                        + "?_journal=WAL&cache=shared&_busy_timeout=30000");
        await("kine", () -> Files.exists(directory.resolve("kine.sock")));
        return "unix://" + directory.resolve("kine.sock");
    }

    private String startEtcd() throws IOException {
        var clients = "http://127.0.0.1:" + freePort();
        var peers = "http://127.0.0.1:" + freePort();
        start(
                "etcd",
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--log-level=warn");
        return clients;
    }

    private void startApiServer(String store) throws IOException {
        start(
                beforeApiServer,
                "kube-apiserver",
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--endpoint-reconciler-type=none",
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--enable-bootstrap-token-auth=true",
                "--service-cluster-ip-range=10.96.0.0/12",
                "--client-ca-file=" + pki().resolve("ca.crt"),
                "--tls-cert-file=" + pki().resolve("apiserver.crt"),
                "--tls-private-key-file=" + pki().resolve("apiserver.key"),
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=" + pki().resolve("sa.pub"),
                "--service-account-signing-key-file=" + pki().resolve("sa.key"),
                "--requestheader-client-ca-file=" + pki().resolve("front-proxy-ca.crt"),
                "--requestheader-allowed-names=front-proxy-client",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--proxy-client-cert-file=" + pki().resolve("front-proxy-client.crt"),
                "--proxy-client-key-file=" + pki().resolve("front-proxy-client.key"),
                "--kubelet-client-certificate=" + pki().resolve("apiserver-kubelet-client.crt"),
                "--kubelet-client-key=" + pki().resolve("apiserver-kubelet-client.key"));
    }

    private static boolean ready(KubeClient kube) {
        try {
            return kube.rawGet("/readyz").equals("ok");
        } catch (KubeFailure _) {
            return false;
        }
    }

    private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what + ", see " + directory)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    private void start(String binary, String... arguments) throws IOException {
        start(List.of(), binary, arguments);
    }

    private void start(List<String> before, String binary, String... arguments) throws IOException {
        var command = new ArrayList<>(before);
        command.add(binaries().resolve(binary).toString());
        command.addAll(List.of(arguments));
        var log = directory.resolve(binary + ".log").toFile();
        processes.add(
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(log)
                        .start());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void killAll() {
        for (var process : processes.reversed()) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        killAll();
        for (var process : processes) {
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending: the hook has run or will
        }
        if (!Boolean.getBoolean("mooring.keep")) {
            try (var paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
            }
        }
    }
}
