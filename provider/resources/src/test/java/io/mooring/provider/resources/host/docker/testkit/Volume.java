package io.mooring.provider.resources.host.docker.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A volume and the files in it, by their paths from its root.
final class Volume {

    final String name;
    final JsonNode labels;
    final Map<String, byte[]> files = new TreeMap<>();
    final List<String> extracted = new ArrayList<>();

    Volume(String name, JsonNode labels) {
        this.name = name;
        this.labels = labels;
    }

    /// Extracts an archive, as engines do: what is there goes before something takes its place.
    void extract(byte[] tar) {
        extracted.clear();
        for (Archive.Entry entry : Archive.read(tar)) {
            extracted.add((entry.type() + " " + entry.name() + " " + entry.target()).strip());
            if (entry.user() != 65532 || (entry.mode() & 077) != 0) {
                throw new IllegalArgumentException("others may read " + entry.name());
            }
            switch (entry.type()) {
                case '5' -> {}
                case '0' -> files.put(entry.name(), entry.content());
                case '1' -> files.put(entry.name(), files.get(entry.target()));
                default -> throw new IllegalArgumentException("entry of type " + entry.type());
            }
        }
    }

    Map<String, Object> told() {
        return Map.of("Name", name, "Driver", "local", "Scope", "local", "Labels", labels);
    }
}
