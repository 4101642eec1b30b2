package io.mooring.server;

import io.mooring.api.ConfigLoader;
import io.mooring.api.KubernetesVersion;
import io.mooring.api.Release;
import io.mooring.api.StoreKind;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.etcd.EtcdClient;
import io.mooring.etcd.EtcdFailure;
import io.mooring.etcd.KeyCount;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a snapshot of a cluster, whose server may run meanwhile: all keys are of one revision.
public final class SnapshotCreation {

    private static final int ATTEMPTS = 3;

    private final SnapshotPlace place;
    private final Clock clock;

    /// What came of it.
    ///
    /// @param digest what tells its bytes from all others, in hexadecimal
    public record Written(SnapshotInfo info, long bytes, String digest) {}

    public SnapshotCreation(SnapshotPlace place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /// Puts it into a store, by way of a file in the data directory.
    public Written store(SnapshotStore store, String name, Passphrase passphrase) {
        return handedOn(name, passphrase, file -> store.put(file, name));
    }

    /// Writes it to a stream, by way of a file in the data directory.
    public Written copy(OutputStream out, Passphrase passphrase) {
        return handedOn(
                "out",
                passphrase,
                file -> {
                    try {
                        Files.copy(file, out);
                        out.flush();
                    } catch (IOException e) {
                        throw new ServerException("handing the snapshot on: " + e, e);
                    }
                });
    }

    private Written handedOn(String name, Passphrase passphrase, Consumer<Path> taker) {
        DataDirectory data = DataDirectory.peek(place.dataDir());
        try (var workspace = Workspace.in(data.run(""), clock.instant())) {
            Path file = workspace.file(name);
            Written written = write(file, passphrase);
            taker.accept(file);
            return written;
        }
    }

    /// Writes the file, which must not be there; it is there as a whole or not at all.
    public Written write(Path file, Passphrase passphrase) {
        DataDirectory data = DataDirectory.peek(place.dataDir());
        RestoreMark.requireNone(data);
        String text =
                place.configText()
                        .orElseThrow(() ->
                                new ServerException(
                                        "making a snapshot of %s: it has no config.yaml; give --config with what its server is started with"
                                                .formatted(place.dataDir())));
        VirtualClusterConfig config = ConfigLoader.load(text).config();
        var wanted = config.controlPlane().backingStore();
        StoreMark.check(data, wanted.kind());
        Map<String, byte[]> files = ClusterFiles.read(data, text, config);
        DataStore store = DataStore.of(wanted, place.clusterName(), data, place.binDir());
        try (OpenStore open = OpenStore.inUse(store, data, isWhole(config))) {
            return write(file, passphrase, open.client(), wanted.kind(), files);
        }
    }

    /// A member of several answers for all of them as long as it runs.
    private static boolean isWhole(VirtualClusterConfig config) {
        int replicas = config.controlPlane().statefulSet().highAvailability().replicas();
        return replicas == 1
                || config.controlPlane().backingStore().kind() != StoreKind.EMBEDDED_ETCD;
    }

    /// A store forgets old revisions after some minutes, and on PostgreSQL a write that has an
    /// older revision may be there later than the revision that was chosen: then it is begun again.
    private Written write(
            Path file,
            Passphrase passphrase,
            EtcdClient client,
            StoreKind kind,
            Map<String, byte[]> files) {
        String why = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Optional<Written> written = writeOnce(file, passphrase, client, kind, files);
                if (written.isPresent()) {
                    return written.get();
                }
                why = "it gave another number of keys than it had counted";
            } catch (EtcdFailure e) {
                if (e.kind() != EtcdFailure.Kind.COMPACTED) {
                    throw e;
                }
                why = String.valueOf(e.getMessage());
            }
        }
        throw new ServerException(
                "making the snapshot %s: the data store kept no revision long enough, %d times; at last: %s"
                        .formatted(file, ATTEMPTS, why));
    }

    private Optional<Written> writeOnce(
            Path file,
            Passphrase passphrase,
            EtcdClient client,
            StoreKind kind,
            Map<String, byte[]> files) {
        KeyCount at = client.count();
        String release =
                ReleaseRecord.latest(client).map(Release::toString).orElse(KubernetesVersion.BUILT);
        var info =
                new SnapshotInfo(
                        place.clusterName(),
                        release,
                        kind.phrase(),
                        at.revision(),
                        at.keys(),
                        files.size(),
                        clock.instant());
        var lifetimes = new Lifetimes(client, DataStore.isKine(kind));
        try (SnapshotWriter writer = SnapshotWriter.create(file, info, passphrase)) {
            files.forEach(writer::file);
            long read =
                    client.scan(
                            at.revision(),
                            key ->
                                    writer.key(
                                            key.key(),
                                            key.value(),
                                            lifetimes.seconds(key.lease())));
            return read == at.keys()
                    ? Optional.of(new Written(info, writer.finish(), digest(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ServerException("making the snapshot " + file + ": " + e, e);
        }
    }

    private static String digest(Path file) {
        try (SnapshotFile written = SnapshotFile.open(file)) {
            return written.digest();
        }
    }

    /// How long keys with a lease have to live. There are few leases: kube-apiserver lets a
    /// thousand events share one.
    private static final class Lifetimes {

        private final EtcdClient client;
        private final boolean kine;
        private final Map<Long, Long> known = new HashMap<>();

        Lifetimes(EtcdClient client, boolean kine) {
            this.client = client;
            this.kine = kine;
        }

        long seconds(long lease) {
            if (lease == 0 || kine) {
                return lease;
            }
            return known.computeIfAbsent(lease, it -> Math.max(1, client.remainingSeconds(it)));
        }
    }
}
