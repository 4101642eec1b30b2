package io.mooring.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A place that keeps snapshots by name: a directory, a bucket, a repository. Failures are
/// [SnapshotException]s that say where. For one thread.
public interface SnapshotStore extends AutoCloseable {

    /// What the names of snapshots end with. A store may hold other things, which are left alone.
    String SUFFIX = ".snapshot";

    /// Fails unless a snapshot may have that name here, and would be found again.
    default void requireName(String name) {
        if (!name.endsWith(SUFFIX)) {
            throw new SnapshotException(
                    "the name of a snapshot in %s must end with %s, or nobody would find it again; name it %s%s"
                            .formatted(this, SUFFIX, name, SUFFIX));
        }
    }

    /// Those whose names are as they should, in the order of their names.
    default List<StoredSnapshot> list() {
        return list(_ -> true);
    }

    /// Those of some names; a store need look at no others.
    List<StoredSnapshot> list(Predicate<String> isMeant);

    /// The one of a name. Unlike a list, which may leave out what cannot be read, it fails then.
    default Optional<StoredSnapshot> find(String name) {
        return list(name::equals).stream().findFirst();
    }

    /// Stores a file; it is there as a whole or not at all, and never in another's place.
    void put(Path file, String name);

    /// Opens one for reading, from its beginning to its end.
    InputStream open(String name);

    /// Fetches one.
    ///
    /// @param file is not there yet; only its owner can read it then
    default void get(String name, Path file) {
        try (InputStream in = open(name)) {
            PrivateFile.write(in, file);
        } catch (IOException e) {
            throw new SnapshotException(
                    "fetching the snapshot %s of %s to %s: %s".formatted(name, this, file, e), e);
        }
    }

    /// What one is of, without fetching more of it than its beginning.
    SnapshotInfo info(String name);

    /// Removes one; that is all right if there is none.
    void delete(String name);

    /// How a person calls the place.
    @Override
    String toString();

    @Override
    void close();
}
