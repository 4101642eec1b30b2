package io.mooring.server;

import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Clock;

/// A snapshot of a store as a file of this machine, as long as somebody looks at it.
public final class SnapshotFetch implements AutoCloseable {

    private final Workspace workspace;
    private final Path file;

    private SnapshotFetch(Workspace workspace, Path file) {
        this.workspace = workspace;
        this.file = file;
    }

    /// Fetches it to where temporary files are.
    public static SnapshotFetch of(SnapshotStore store, String name, Clock clock) {
        return into(Path.of(System.getProperty("java.io.tmpdir")), store, name, clock);
    }

    static SnapshotFetch into(Path parent, SnapshotStore store, String name, Clock clock) {
        Workspace workspace = Workspace.in(parent, clock.instant());
        try {
            Path file = workspace.file(name);
            store.get(name, file);
            return new SnapshotFetch(workspace, file);
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        workspace.close();
    }
}
