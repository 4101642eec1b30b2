package io.mooring.cli;

import io.mooring.snapshot.SnapshotInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a snapshot is told of, for a person and for a program alike.
final class SnapshotRow {

    private SnapshotRow() {}

    static Map<String, Object> of(String where, SnapshotInfo info, long bytes, String digest) {
        var row = new LinkedHashMap<String, Object>();
        row.put("file", where);
        row.put("cluster", info.cluster());
        row.put("created", info.created().toString());
        row.put("kubernetes", info.kubernetes());
        row.put("store", info.store());
        row.put("revision", info.revision());
        row.put("keys", info.keys());
        row.put("files", info.files());
        row.put("bytes", bytes);
        row.put("digest", digest);
        return row;
    }
}
