package io.mooring.bootstrap;

import java.nio.file.Path;

/// What the join endpoint answers.
sealed interface Reply {
    record Text(int status, String contentType, String text) implements Reply {}

    record File(Path file) implements Reply {}

    static Reply ok(String contentType, String text) {
        return new Text(200, contentType, text);
    }

    static Reply problem(int status, String text) {
        return new Text(status, "text/plain; charset=utf-8", text + "\n");
    }
}
