package io.mooring.server;

import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Clock;

/// A snapshot of a store as a file of this machine, as long as somebody looks at it.
final class SnapshotFetch implements AutoCloseable {

    private final Workspace workspace;
    private final Path file;

    private SnapshotFetch(Workspace workspace, Path file) {
        this.workspace = workspace;
        this.file = file;
    }

    /// Fetches it into a directory, in one of its own there.
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

    Path file() {
        return file;
    }

    @Override
    public void close() {
        workspace.close();
    }
}
