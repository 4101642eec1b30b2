package io.mooring.snapshot;

import java.nio.file.Path;
import java.util.List;

/// A place that keeps snapshots by name: a directory, a bucket, a repository. Failures are
/// [SnapshotException]s that say where. For one thread.
public interface SnapshotStore extends AutoCloseable {

    /// What the names of snapshots end with. A store may hold other things, which are left alone.
    String SUFFIX = ".snapshot";

    /// Those whose names end as they should, in the order of their names.
    List<StoredSnapshot> list();

    /// Stores a file; it is there as a whole or not at all, and never in another's place.
    void put(Path file, String name);

    /// Fetches one.
    ///
    /// @param file is not there yet; only its owner can read it then
    void get(String name, Path file);

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
