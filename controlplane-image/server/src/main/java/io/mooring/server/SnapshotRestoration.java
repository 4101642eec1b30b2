package io.mooring.server;

import io.mooring.api.BackingStore;
import io.mooring.api.ConfigLoader;
import io.mooring.api.KubernetesVersion;
import io.mooring.api.Release;
import io.mooring.api.VersionSkew;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.etcd.EtcdClient;
import io.mooring.snapshot.CheckedSnapshot;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.PrivateFile;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the cluster of a snapshot in a data directory that no server holds, in whatever store its
/// configuration says. Nothing is written before all of the snapshot has been checked.
public final class SnapshotRestoration {

    private static final Duration ASIDES_KEPT = Duration.ofDays(1);

    private final SnapshotPlace place;
    private final Clock clock;

    /// What came of it.
    ///
    /// @param aside where the cluster is that was there before
    /// @param notes what is left to do
    public record Restored(
            SnapshotInfo info, String store, Optional<Path> aside, List<String> notes) {
        public Restored {
            notes = List.copyOf(notes);
        }
    }

    public SnapshotRestoration(SnapshotPlace place, Clock clock) {
        this.place = place;
        this.clock = clock;
    }

    /// Restores one out of a store, by way of a file of this machine.
    ///
    /// @param force whether a cluster that is there is put aside
    public Restored fetch(SnapshotStore store, String name, Passphrase passphrase, boolean force) {
        try (var fetch = SnapshotFetch.into(room(), store, name, clock)) {
            return restore(fetch.file(), passphrase, force);
        }
    }

    /// Restores one that comes as a stream, by way of a file in the data directory's volume. What
    /// was put aside there more than a day before is removed in the end: where snapshots come from
    /// elsewhere, nobody else could do that.
    ///
    /// @param bytes how many there are; the stream need not end after them
    /// @param force whether a cluster that is there is put aside
    public Restored receive(InputStream from, long bytes, Passphrase passphrase, boolean force) {
        try (var workspace = Workspace.in(room(), clock.instant())) {
            Path file = workspace.file("received.snapshot");
            PrivateFile.write(new Exactly(from, bytes), file);
            Restored restored = restore(file, passphrase, force);
            RestoreTarget.removeAsides(place.dataDir(), clock.instant().minus(ASIDES_KEPT));
            return restored;
        } catch (IOException e) {
            throw new ServerException("receiving the snapshot: " + e.getMessage(), e);
        }
    }

    /// Restores the one that a new control plane begins with, or does so again.
    Restored begin(SnapshotStore store, FirstSnapshot first) {
        try (var fetch = SnapshotFetch.into(room(), store, first.url().name(), clock)) {
            return restore(fetch.file(), first.passphrase(), false, RestoreMark.first(first.url()));
        }
    }

    /// The data directory, or what it will be in: that volume is where a cluster has room.
    private Path room() {
        return Stream.iterate(place.dataDir(), Path::getParent)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }

    /// @param force whether a cluster that is there is put aside
    public Restored restore(Path file, Passphrase passphrase, boolean force) {
        return restore(file, passphrase, force, RestoreMark.BY_HAND);
    }

    private Restored restore(Path file, Passphrase passphrase, boolean force, String why) {
        StartupChecks.requireShortPath(place.dataDir());
        try (SnapshotFile opened = SnapshotFile.open(file)) {
            requireReadable(file, opened.info());
            CheckedSnapshot snapshot = opened.check(passphrase);
            Optional<String> own = place.configText();
            String text = own.orElseGet(() -> configOf(snapshot));
            VirtualClusterConfig config = ConfigLoader.load(text).config();
            Release release = release(config);
            requireReadable(file, opened.info(), release);
            BackingStore wanted = config.controlPlane().backingStore();
            StartupChecks.requireOneReplica("restoring into " + place.dataDir(), config);
            StartupChecks.requirePrograms(
                    DataStore.program(wanted).stream().toList(),
                    place.binDir(),
                    StartupChecks.searchPath());
            try (DataDirectory data = DataDirectory.open(place.dataDir())) {
                RestoreTarget target = RestoreTarget.prepare(data, force);
                try {
                    fill(target.staged(), wanted, snapshot);
                    if (own.isEmpty()) {
                        Path made = target.staged().file(ClusterFiles.CONFIG);
                        ClusterFiles.secret(made, text.getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException | RuntimeException e) {
                    target.abandon();
                    throw e;
                }
                Optional<Path> aside = target.commit(clock.instant(), why);
                return new Restored(
                        snapshot.info(),
                        wanted.kind().phrase(),
                        aside,
                        notes(snapshot, config, release, data));
            }
        } catch (IOException e) {
            throw new ServerException("restoring into " + place.dataDir() + ": " + e, e);
        }
    }

    /// Looks through a snapshot for a control plane that is elsewhere.
    ///
    /// @param attempt what fails if it does not fit
    /// @param config of that control plane
    /// @return what the snapshot is of
    /// @throws SnapshotException if anything in it is wrong, or the release that the configuration
    ///   wants cannot read it
    /// @throws ServerException if that control plane has several replicas
    public static SnapshotInfo requireFit(
            String attempt, Path file, Passphrase passphrase, String config) {
        VirtualClusterConfig loaded = ConfigLoader.load(config).config();
        StartupChecks.requireOneReplica(attempt, loaded);
        try (SnapshotFile opened = SnapshotFile.open(file)) {
            requireReadable(file, opened.info());
            requireReadable(file, opened.info(), release(loaded));
            return opened.check(passphrase).info();
        }
    }

    private void fill(DataDirectory staged, BackingStore wanted, CheckedSnapshot snapshot)
            throws IOException {
        ClusterFiles.write(snapshot.files(), staged);
        StoreMark.require(staged, wanted.kind());
        DataStore store = DataStore.of(wanted, place.clusterName(), staged, place.binDir());
        try (OpenStore open = OpenStore.started(store);
                var loader = new KeyLoader(open.client(), false)) {
            requireEmpty(open.client());
            snapshot.keys(loader);
            loader.finish();
        }
    }

    static void requireEmpty(EtcdClient client) {
        long keys = client.count().keys();
        if (keys > DataStore.KEYS_WHEN_EMPTY) {
            throw new ServerException(
                    "restoring into the data store of the configuration: it has %d keys; use an empty one, or empty it"
                            .formatted(keys));
        }
    }

    /// Fails early where no release that is here can read what that one wrote.
    private static void requireReadable(Path file, SnapshotInfo info) {
        boolean readable =
                KubernetesVersion.CARRIED.stream().anyMatch(ours -> refusal(info, ours).isEmpty());
        if (!readable) {
            String theirs =
                    Release.parse(info.kubernetes())
                            .map(Release::minorVersion)
                            .orElse(info.kubernetes());
            String ours =
                    KubernetesVersion.CARRIED.stream()
                            .map(Release::minorVersion)
                            .collect(Collectors.joining(" and "));
            throw new SnapshotException(
                    "%s is of a cluster of Kubernetes %s, and this mooring runs %s, which may not read what that wrote: restore it with a mooring that runs %s, and upgrade then"
                            .formatted(file, theirs, ours, theirs));
        }
    }

    /// A release takes what it or the one before it wrote, which is an upgrade.
    static void requireReadable(Path file, SnapshotInfo info, Release wanted) {
        refusal(info, wanted)
                .ifPresent(reason -> {
                    throw new SnapshotException(
                            "%s is of a cluster of Kubernetes %s, and the configuration says %s: %s; set controlPlane.distro.k8s.version to %s"
                                    .formatted(
                                            file,
                                            info.kubernetes(),
                                            wanted,
                                            reason,
                                            info.kubernetes()));
                });
    }

    private static Optional<String> refusal(SnapshotInfo info, Release wanted) {
        return Release.parse(info.kubernetes())
                .map(theirs -> VersionSkew.refusal(theirs, wanted))
                .orElse(Optional.of("that is no release"));
    }

    private static Release release(VirtualClusterConfig config) {
        KubernetesVersion.problem(config)
                .ifPresent(problem -> {
                    throw new SnapshotException("the configuration: " + problem);
                });
        return KubernetesVersion.wanted(config).orElseThrow();
    }

    private static String configOf(CheckedSnapshot snapshot) {
        byte[] text = snapshot.files().get(ClusterFiles.CONFIG);
        if (text == null) {
            throw new SnapshotException("the snapshot holds no configuration; give --config");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private static List<String> notes(
            CheckedSnapshot snapshot,
            VirtualClusterConfig config,
            Release release,
            DataDirectory data)
            throws IOException {
        var notes = new ArrayList<String>();
        String theirs = snapshot.info().kubernetes();
        if (!theirs.startsWith(release.minorVersion() + ".")) {
            notes.add(
                    "its data are of Kubernetes %s, and the server upgrades them to %s when it starts: to stay, set controlPlane.distro.k8s.version to %s before"
                            .formatted(theirs, release, theirs));
        }
        encryptionNote(snapshot, config, data).ifPresent(notes::add);
        return notes;
    }

    private static Optional<String> encryptionNote(
            CheckedSnapshot snapshot, VirtualClusterConfig config, DataDirectory data)
            throws IOException {
        byte[] encryption = snapshot.files().get(ClusterFiles.ENCRYPTION);
        if (encryption == null) {
            return Optional.empty();
        }
        Path restored = data.file(ClusterFiles.ENCRYPTION);
        Optional<Path> wanted = ClusterFiles.encryption(config);
        if (wanted.isEmpty()) {
            return Optional.of(
                    "its secrets are encrypted by %s, which the configuration does not name: add --encryption-provider-config to controlPlane.distro.k8s.apiServer.extraArgs"
                            .formatted(restored));
        }
        boolean there =
                Files.exists(wanted.get())
                        && Arrays.equals(Files.readAllBytes(wanted.get()), encryption);
        return there
                ? Optional.empty()
                : Optional.of(
                        "its secrets are encrypted by %s: put that at %s before the server starts"
                                .formatted(restored, wanted.get()));
    }
}
