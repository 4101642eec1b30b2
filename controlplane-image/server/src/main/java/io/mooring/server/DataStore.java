package io.mooring.server;

import io.mooring.api.BackingStore;
import io.mooring.api.StoreKind;
import io.mooring.etcd.EtcdEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the state of the cluster is: how kube-apiserver gets there, and the process of ours that
/// serves it, unless somebody else does.
///
/// @param socket what the process listens on
/// @param apiServerFlags without their dashes
record DataStore(
        StoreKind kind,
        Optional<ChildSpec> process,
        Path socket,
        Map<String, String> apiServerFlags) {

    /// What an empty one may hold: kine has one key of its own.
    static final int KEYS_WHEN_EMPTY = 1;

    private static final String KINE = "kine";
    static final String ETCD = "etcd";
    private static final String SOURCE = "KINE_ENDPOINT";

    /// The last etcd that kube-apiserver does not ask how far a watch has come.
    private static final String WITHOUT_PROGRESS = "3.5.12";

    private static final String NOWHERE = "http://127.0.0.1:2380";

    DataStore {
        apiServerFlags = Map.copyOf(apiServerFlags);
    }

    static DataStore of(ControlPlaneSettings settings, DataDirectory data, Path binDir) {
        BackingStore wanted = settings.config().controlPlane().backingStore();
        return of(wanted, settings.clusterName(), data, binDir);
    }

    static DataStore of(BackingStore wanted, String clusterName, DataDirectory data, Path binDir) {
        return switch (wanted.kind()) {
            case EMBEDDED_DATABASE -> embeddedDatabase(wanted.database().embedded(), data, binDir);
            case EXTERNAL_DATABASE -> externalDatabase(wanted.database().external(), data, binDir);
            case EMBEDDED_ETCD -> embeddedEtcd(wanted.etcd().embedded(), clusterName, data, binDir);
            case EXTERNAL_ETCD -> externalEtcd(wanted.etcd().external(), data);
            case DEPLOYED_ETCD ->
                    throw new ServerException(
                            "controlPlane.backingStore.etcd.deploy: this version runs etcd beside the control plane only; use etcd.embedded, or etcd.external with one you have");
        };
    }

    /// Where its API is, for clients of our own.
    EtcdEndpoint endpoint() {
        Optional<EtcdEndpoint.Identity> identity =
                file("etcd-certfile")
                        .flatMap(certificate ->
                                file("etcd-keyfile")
                                        .map(key -> new EtcdEndpoint.Identity(certificate, key)));
        String servers = apiServerFlags.getOrDefault("etcd-servers", "");
        return EtcdEndpoint.parse(servers, file("etcd-cafile"), identity);
    }

    private Optional<Path> file(String flag) {
        return Optional.ofNullable(apiServerFlags.get(flag)).map(Path::of);
    }

    /// Whether kine serves it, for which a lease is a number of seconds.
    static boolean isKine(StoreKind kind) {
        return switch (kind) {
            case EMBEDDED_DATABASE, EXTERNAL_DATABASE -> true;
            case EMBEDDED_ETCD, EXTERNAL_ETCD, DEPLOYED_ETCD -> false;
        };
    }

    /// The program it needs, if any.
    static Optional<String> program(BackingStore wanted) {
        return switch (wanted.kind()) {
            case EMBEDDED_DATABASE, EXTERNAL_DATABASE -> Optional.of(KINE);
            case EMBEDDED_ETCD -> Optional.of(ETCD);
            case EXTERNAL_ETCD, DEPLOYED_ETCD -> Optional.empty();
        };
    }

    private static DataStore embeddedDatabase(
            BackingStore.EmbeddedDatabase wanted, DataDirectory data, Path binDir) {
        String source = wanted.dataSource().reveal();
        String endpoint =
                source.isEmpty()
                        ? "sqlite://"
                                + data.file("state.db")
                                + "?_journal=WAL&cache=shared&_busy_timeout=30000"
                        : source;
        return kine(StoreKind.EMBEDDED_DATABASE, endpoint, wanted.extraArgs(), data, binDir);
    }

    private static DataStore externalDatabase(
            BackingStore.ExternalDatabase wanted, DataDirectory data, Path binDir) {
        if (wanted.dataSource().isEmpty()) {
            throw new ServerException(
                    "controlPlane.backingStore.database.external: this version knows a database by its dataSource only; set it and remove connector");
        }
        var arguments = new ArrayList<String>();
        putFile(arguments, "ca-file", wanted.caFile());
        putFile(arguments, "cert-file", wanted.certFile());
        putFile(arguments, "key-file", wanted.keyFile());
        // of one that others write to as well, kine tells that all is told before it has told it,
        // and a list would lack what was acknowledged: of that etcd, kube-apiserver does not ask it
        arguments.add("--emulated-etcd-version=" + WITHOUT_PROGRESS);
        arguments.addAll(wanted.extraArgs());
        String source = wanted.dataSource().reveal();
        return kine(StoreKind.EXTERNAL_DATABASE, source, arguments, data, binDir);
    }

    private static void putFile(List<String> arguments, String flag, String file) {
        if (!file.isEmpty()) {
            arguments.add("--" + flag + "=" + file);
        }
    }

    /// The data source goes by the environment: it may hold a password.
    private static DataStore kine(
            StoreKind kind, String source, List<String> extra, DataDirectory data, Path binDir) {
        Path socket = data.run("kine.sock");
        var arguments = new ArrayList<String>();
        arguments.add("--endpoint=env://" + SOURCE);
        arguments.add("--listen-address=unix://" + socket);
        arguments.add("--metrics-bind-address=0");
        arguments.addAll(extra);
        ChildSpec kine =
                ChildSpec.ofGo(binDir.resolve(KINE), arguments, "64MiB", Duration.ofSeconds(5))
                        // it holds little, and works most while kube-apiserver starts
                        .with("GOGC", "100");
        var flags = new HashMap<String, String>();
        flags.put("etcd-servers", "unix://" + socket);
        // kine compacts by itself, keeps no compaction revision that could be read (an error a
        // second in the log), and reads values even where keys alone are asked for
        flags.put("etcd-compaction-interval", "0");
        flags.put("feature-gates", "ListFromCacheSnapshot=false,SizeBasedListCostEstimate=false");
        return new DataStore(kind, Optional.of(kine.with(SOURCE, source)), socket, flags);
    }

    /// One member, on sockets that nobody else can open.
    private static DataStore embeddedEtcd(
            BackingStore.EmbeddedEtcd wanted, String name, DataDirectory data, Path binDir) {
        String socket = "unix://" + data.run("etcd.sock");
        var flags = new LinkedHashMap<String, String>();
        flags.put("name", name);
        flags.put("listen-client-urls", socket);
        // for peers it takes a name only, which is one in its working directory
        flags.put("listen-peer-urls", "unix://peer.sock");
        // etcd wants addresses here; nobody dials them, nothing listens there
        flags.put("advertise-client-urls", NOWHERE);
        flags.put("initial-advertise-peer-urls", NOWHERE);
        flags.put("initial-cluster", name + "=" + NOWHERE);
        return etcd(flags, wanted, socket, data, binDir);
    }

    /// etcd in the data directory.
    ///
    /// @param socket where it listens for kube-apiserver, with its scheme
    /// @param flags what it is told of itself and of others, without their dashes
    static DataStore etcd(
            Map<String, String> flags,
            BackingStore.EmbeddedEtcd wanted,
            String socket,
            DataDirectory data,
            Path binDir) {
        var arguments = new ArrayList<String>();
        flags.forEach((flag, value) -> arguments.add("--" + flag + "=" + value));
        arguments.add("--data-dir=" + data.file(ETCD));
        arguments.add("--snapshot-count=" + wanted.snapshotCount());
        arguments.add("--log-level=warn");
        arguments.addAll(wanted.extraArgs());
        ChildSpec etcd =
                ChildSpec.ofGo(binDir.resolve(ETCD), arguments, "192MiB", Duration.ofSeconds(10));
        return new DataStore(
                StoreKind.EMBEDDED_ETCD,
                Optional.of(etcd.in(data.run(""))),
                data.run("etcd.sock"),
                Map.of("etcd-servers", socket));
    }

    private static DataStore externalEtcd(BackingStore.ExternalEtcd wanted, DataDirectory data) {
        var flags = new HashMap<String, String>();
        flags.put("etcd-servers", wanted.endpoint());
        putFile(flags, "etcd-cafile", wanted.tls().caFile());
        putFile(flags, "etcd-certfile", wanted.tls().certFile());
        putFile(flags, "etcd-keyfile", wanted.tls().keyFile());
        return new DataStore(
                StoreKind.EXTERNAL_ETCD, Optional.empty(), data.run("etcd.sock"), flags);
    }

    private static void putFile(Map<String, String> flags, String flag, String file) {
        if (!file.isEmpty()) {
            flags.put(flag, file);
        }
    }
}
