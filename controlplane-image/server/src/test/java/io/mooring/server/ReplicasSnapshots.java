package io.mooring.server;

import io.mooring.api.KubernetesVersion;
import io.mooring.pki.ClusterPki;
import io.mooring.pki.PkiSpec;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// The snapshots of [ReplicasRehearsal]: the one that its replicas begin with, one of what they
/// have become, and those that their leader makes by itself.
final class ReplicasSnapshots {

    private static final Passphrase PASSPHRASE = new Passphrase("correct horse battery staple");
    private static final String NAME = "of-the-snapshot";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> FILES =
            List.of(
                    "ca.crt",
                    "ca.key",
                    "front-proxy-ca.crt",
                    "front-proxy-ca.key",
                    "sa.key",
                    "sa.pub");

    private final Path directory;
    private final Path binDir;

    ReplicasSnapshots(Path directory, Path binDir) {
        this.directory = directory;
        this.binDir = binDir;
    }

    /// Of a cluster that never was: its keys, and one object as kube-apiserver may have it.
    void writeFirst() throws IOException {
        Files.writeString(directory.resolve("passphrase"), PASSPHRASE.reveal() + "\n");
        var spec = new PkiSpec("shop", Set.of(), "shop:443", "10.96.0.1", "cluster.local");
        Path pki = directory.resolve("first-pki");
        var _ = ClusterPki.ensure(pki, directory.resolve("first-conf"), spec, Clock.systemUTC());
        var info =
                new SnapshotInfo(
                        "shop",
                        KubernetesVersion.BUILT,
                        "embedded database",
                        7,
                        1,
                        FILES.size(),
                        Instant.now());
        try (var writer =
                SnapshotWriter.create(directory.resolve("first.snapshot"), info, PASSPHRASE)) {
            for (String name : FILES) {
                writer.file("pki/" + name, Files.readAllBytes(pki.resolve(name)));
            }
            String object =
                    "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\",\"uid\":\"1\"}}"
                            .formatted(NAME);
            writer.key(bytes("/registry/configmaps/default/" + NAME), bytes(object), 0);
            writer.finish();
        }
    }

    /// Whether a replica has its object and its authority.
    boolean isFirstIn(Set<String> names, Path data) throws IOException {
        Path own = data.resolve("pki/ca.crt");
        return names.contains(NAME)
                && Files.mismatch(own, directory.resolve("first-pki/ca.crt")) < 0
                && !Files.exists(data.resolve("restoring-first"));
    }

    /// A snapshot of all of them, by one that runs, restored as a cluster of one server.
    Path copyOf(Path data) throws IOException {
        Path file = directory.resolve("of-three.snapshot");
        Path config = directory.resolve(KubernetesVersion.BUILT + ".yaml");
        var three = new SnapshotPlace(data, Optional.of(config), binDir, Optional.of("shop"));
        var _ = new SnapshotCreation(three, Clock.systemUTC()).write(file, PASSPHRASE);
        Path alone = Files.writeString(directory.resolve("alone.yaml"), ALONE);
        Path copy = directory.resolve("copy");
        var one = new SnapshotPlace(copy, Optional.of(alone), binDir, Optional.of("copy"));
        var _ = new SnapshotRestoration(one, Clock.systemUTC()).restore(file, PASSPHRASE, false);
        return copy;
    }

    private static final String ALONE =
            "privateNodes: {enabled: true}\ncontrolPlane: {endpoint: 10.99.0.10:8443}\n";

    /// By a snapshot of the copy, whose server does not run.
    boolean holds(Path copy, Collection<String> names) {
        Path file = directory.resolve("of-the-copy.snapshot");
        Path alone = directory.resolve("alone.yaml");
        var one = new SnapshotPlace(copy, Optional.of(alone), binDir, Optional.of("copy"));
        var _ = new SnapshotCreation(one, Clock.systemUTC()).write(file, PASSPHRASE);
        var missing = new HashSet<String>(names);
        missing.add(NAME);
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            snapshot.check(PASSPHRASE)
                    .keys((key, _, _) -> {
                        String text = new String(key, StandardCharsets.UTF_8);
                        missing.remove(text.substring(text.lastIndexOf('/') + 1));
                    });
        }
        return missing.isEmpty();
    }

    /// Whether there is one, and only one, as the configuration has it.
    boolean areScheduled() {
        Path kept = directory.resolve("kept");
        Awaitility.await("a scheduled snapshot")
                .atMost(LIMIT)
                .until(() -> Files.isDirectory(kept) && count(kept) == 1);
        return true;
    }

    private static long count(Path kept) {
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.toString().endsWith(".snapshot")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
