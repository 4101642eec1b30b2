package io.mooring.server;

import java.nio.file.Files;

/// That things change places in a data directory just now, or did when somebody was interrupted.
final class RestoreMark {

    static final String FILE = "restoring";

    private RestoreMark() {}

    /// Fails while a restore has come halfway.
    static void requireNone(DataDirectory data) {
        if (Files.exists(data.file(FILE))) {
            throw new ServerException(
                    "opening the data directory %s: a restore into it was interrupted; run 'mooring snapshot restore' again"
                            .formatted(data.file("")));
        }
    }
}
