package io.mooring.snapshot.oci;

import io.mooring.registry.Blob;
import io.mooring.registry.Logins;
import io.mooring.registry.Manifest;
import io.mooring.registry.RegistryException;
import io.mooring.registry.RegistryException.Kind;
import io.mooring.registry.Repository;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.StoredSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Snapshots in a repository of a registry; a snapshot's name is its tag. It is there as soon as
/// its tag is, which is after all of its bytes.
public final class OciStore implements SnapshotStore {

    private static final Logger LOG = LoggerFactory.getLogger(OciStore.class);

    private final OciPlace place;
    private final Repository repository;

    private OciStore(OciPlace place, Repository repository) {
        this.place = place;
        this.repository = repository;
    }

    /// Opens no connection yet.
    ///
    /// @param url of the repository, not of a snapshot in it
    public static OciStore open(SnapshotUrl url, Logins logins) {
        OciPlace place = OciPlace.of(url);
        return new OciStore(place, Repository.open(place.repository(), logins, place.chunkBytes()));
    }

    @Override
    public void requireName(String name) {
        place.requireName(name);
    }

    /// What is tagged there and is no snapshot, or cannot be read, is left out.
    @Override
    public List<StoredSnapshot> list(Predicate<String> isMeant) {
        return asked(
                "listing the snapshots in " + this,
                () ->
                        repository.tags().stream()
                                .filter(isMeant)
                                .flatMap(tag -> readable(tag, this::stored).stream())
                                .sorted(Comparator.comparing(StoredSnapshot::name))
                                .toList());
    }

    @Override
    public Optional<StoredSnapshot> find(String name) {
        return asked(
                "looking for the snapshot " + place.url(name),
                () -> repository.tags().contains(name) ? stored(name) : Optional.empty());
    }

    /// One that makes no sense keeps nobody from the others; a registry that cannot be asked does.
    private <T> Optional<T> readable(String tag, Function<String, Optional<T>> read) {
        try {
            return read.apply(tag);
        } catch (RegistryException e) {
            if (e.kind() != Kind.OTHER || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.warn("snapshot={} left out: {}", place.url(tag), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<StoredSnapshot> stored(String tag) {
        return repository
                .manifest(tag)
                .flatMap(SnapshotArtifact::of)
                .map(artifact -> new StoredSnapshot(tag, artifact.content().size()));
    }

    @Override
    public void put(Path file, String name) {
        String attempt = "writing the snapshot " + place.url(name);
        requireName(name);
        var _ =
                asked(
                        attempt,
                        () -> {
                            requireFree(attempt, name);
                            send(attempt, file, name);
                            return name;
                        });
    }

    private void requireFree(String attempt, String name) {
        if (repository.manifest(name).isPresent()) {
            throw new SnapshotException(attempt + ": it is there already; choose another name");
        }
    }

    /// A registry has nothing that tags only what is not tagged; to look right before that is the
    /// best there is.
    private void send(String attempt, Path file, String name) {
        try (var snapshot = SnapshotFile.open(file)) {
            Blob blob = Blob.of(file);
            var _ = repository.upload(blob);
            var _ = repository.upload(SnapshotArtifact.EMPTY);
            var content = blob.descriptor(SnapshotArtifact.CONTENT_TYPE);
            var artifact = SnapshotArtifact.of(content, name, snapshot.info());
            requireFree(attempt, name);
            repository.put(name, artifact.manifest());
        } catch (IOException e) {
            throw new SnapshotException(attempt + ": " + e, e);
        }
    }

    @Override
    public InputStream open(String name) {
        String attempt = "reading the snapshot " + place.url(name);
        return asked(attempt, () -> repository.blob(artifact(attempt, name).content()));
    }

    @Override
    public SnapshotInfo info(String name) {
        String attempt = "reading the snapshot " + place.url(name);
        byte[] beginning =
                asked(
                        attempt,
                        () ->
                                repository.beginning(
                                        artifact(attempt, name).content(),
                                        SnapshotInfo.MOST_BYTES));
        try {
            return SnapshotInfo.read(new ByteArrayInputStream(beginning), place.url(name));
        } catch (IOException e) {
            throw new SnapshotException(attempt + ": " + e, e);
        }
    }

    private SnapshotArtifact artifact(String attempt, String name) {
        Manifest manifest =
                repository
                        .manifest(name)
                        .orElseThrow(() ->
                                new SnapshotException(attempt + ": there is no such snapshot"));
        return SnapshotArtifact.of(manifest)
                .orElseThrow(() ->
                        new SnapshotException(
                                place.url(name) + " is no snapshot of a virtual cluster"));
    }

    /// Removes the manifest, so that the registry can free what it names; only the tag if somebody
    /// has given it another one as well.
    @Override
    public void delete(String name) {
        String attempt = "removing the snapshot " + place.url(name);
        var _ =
                asked(
                        attempt,
                        () -> {
                            repository.manifest(name).ifPresent(there -> remove(name, there));
                            return name;
                        });
    }

    private void remove(String name, Manifest there) {
        if (SnapshotArtifact.of(there).isEmpty()) {
            throw new SnapshotException(
                    "removing the snapshot %s: it is something else, and stays"
                            .formatted(place.url(name)));
        }
        boolean isShared =
                repository.tags().stream()
                        .filter(tag -> !tag.equals(name))
                        .flatMap(tag -> readable(tag, repository::manifest).stream())
                        .anyMatch(there::equals);
        if (!isShared) {
            repository.delete(there.digest());
        }
        if (repository.manifest(name).isPresent()) {
            repository.delete(name);
        }
    }

    private static <T> T asked(String attempt, Supplier<T> call) {
        try {
            return call.get();
        } catch (RegistryException e) {
            String next =
                    e.kind() == Kind.UNSUPPORTED && attempt.startsWith("removing")
                            ? "; allow it to remove manifests, or keep all here (maxSnapshots and period 0) and let the registry remove old tags"
                            : "";
            throw new SnapshotException(attempt + ": " + e.getMessage() + next, e);
        }
    }

    @Override
    public String toString() {
        return place.url();
    }

    @Override
    public void close() {
        repository.close();
    }
}
