package io.mooring.provider.pulumi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The tree these tests belong to, for what is generated and committed there.
final class Repository {
    private Repository() {}

    static Path file(String path) {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("ARCHITECTURE.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve(path);
    }

    /// Every file below a directory, by its path from there, with its text.
    static Map<String, String> texts(Path directory) throws IOException {
        var texts = new TreeMap<String, String>();
        if (Files.isDirectory(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    texts.put(directory.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return texts;
    }
}
