package io.mooring.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is done with the records of a snapshot.
///
/// @param files gets all files
record Contents(Map<String, byte[]> files, KeyReceiver keys) {

    /// Keeps the files and looks at each key.
    static Contents checked() {
        return new Contents(new LinkedHashMap<>(), (_, _, _) -> {});
    }
}
