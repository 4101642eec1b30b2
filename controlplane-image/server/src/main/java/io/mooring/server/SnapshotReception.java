package io.mooring.server;

import io.mooring.snapshot.ReceivedSnapshot;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;

/// Keeps a snapshot in a store that was made elsewhere and comes here as a stream, and the other
/// way round: has one out of a store here that is to be elsewhere.
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

    /// Fetches one into the system's directory for such things, where it stays as long as it is
    /// used.
    public static <T> T fetched(
            SnapshotStore store, String name, Clock clock, Function<Path, T> use) {
        try (var fetch = SnapshotFetch.into(ROOM, store, name, clock)) {
            return use.apply(fetch.file());
        }
    }
}
