package io.mooring.snapshot;

import java.util.Map;

/// A snapshot all of which has been looked at: nothing in it is missing or changed.
public final class CheckedSnapshot {

    private final SnapshotFile file;
    private final ChunkKey key;
    private final Map<String, byte[]> files;

    CheckedSnapshot(SnapshotFile file, ChunkKey key, Map<String, byte[]> files) {
        this.file = file;
        this.key = key;
        this.files = files;
    }

    public SnapshotInfo info() {
        return file.info();
    }

    /// Its files by name.
    public Map<String, byte[]> files() {
        return Map.copyOf(files);
    }

    /// Hands all keys over, from the file that was checked, which must still be open.
    public void keys(KeyReceiver receiver) {
        var contents = Contents.checked();
        file.read(key, new Contents(contents.files(), receiver));
    }
}
