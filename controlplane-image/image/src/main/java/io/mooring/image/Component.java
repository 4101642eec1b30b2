package io.mooring.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One part of the image.
///
/// @param type the type of its package URL: `maven`, `golang`, `deb`, `generic`
/// @param name with its group or path in front, as that type has it
record Component(String type, String name, String version) implements Comparable<Component> {

    private static final Comparator<Component> ORDER =
            Comparator.comparing(Component::type)
                    .thenComparing(Component::name)
                    .thenComparing(Component::version);
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    /// Reads `TYPE<tab>NAME<tab>VERSION`.
    static Component ofLine(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException(
                    "reading the list of components: \"%s\" is not TYPE<tab>NAME<tab>VERSION"
                            .formatted(line));
        }
        return new Component(fields[0], fields[1], fields[2]);
    }

    /// What the jar says of itself, else what its file name says.
    static Component ofJar(Path file) {
        try (var jar = new JarFile(file.toFile())) {
            var descriptions =
                    jar.stream()
                            .filter(entry -> entry.getName().endsWith("/pom.properties"))
                            .toList();
            if (descriptions.size() == 1) {
                return ofDescription(jar, descriptions.getFirst());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
        Matcher name = JAR.matcher(file.getFileName().toString());
        return name.matches()
                ? new Component("maven", name.group(1), name.group(2))
                : new Component("generic", file.getFileName().toString(), "");
    }

    private static Component ofDescription(JarFile jar, JarEntry description) throws IOException {
        var properties = new Properties();
        try (var in = jar.getInputStream(description)) {
            properties.load(in);
        }
        return new Component(
                "maven",
                properties.getProperty("groupId") + "/" + properties.getProperty("artifactId"),
                properties.getProperty("version"));
    }

    Map<String, Object> fields() {
        String url = "pkg:%s/%s@%s".formatted(type, name, version.replace("+", "%2B"));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", "library");
        fields.put("bom-ref", url);
        fields.put("name", name);
        fields.put("version", version);
        fields.put("purl", url);
        return fields;
    }

    @Override
    public int compareTo(Component other) {
        return ORDER.compare(this, other);
    }
}
