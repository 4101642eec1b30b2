package io.mooring.server;

import io.mooring.snapshot.ReceivedSnapshot;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotStream;
import java.nio.file.Path;
import java.time.Clock;

/// Keeps a snapshot in a store that was made elsewhere and comes here as a stream.
public final class SnapshotReception {

    private static final Path ROOM = Path.of(System.getProperty("java.io.tmpdir"));

    private SnapshotReception() {}

    /// Puts it there by way of a file in the system's directory for such, since a store takes none
    /// of which it is not known that it is whole.
    public static SnapshotStream.Inspected store(
            SnapshotStore store, String name, ReceivedSnapshot.Source source, Clock clock) {
        try (var workspace = Workspace.in(ROOM, clock.instant())) {
            Path file = workspace.file(name);
            SnapshotStream.Inspected found = ReceivedSnapshot.keep(source, file);
            store.put(file, name);
            return found;
        }
    }
}
