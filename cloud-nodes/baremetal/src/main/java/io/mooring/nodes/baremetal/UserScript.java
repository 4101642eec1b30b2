package io.mooring.nodes.baremetal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// User data as a script of sh: a machine that runs already has no cloud-init that would read it.
///
/// @param text holds whatever secrets the user data holds
/// @param paths the files it writes
record UserScript(String text, List<String> paths) {

    static final UserScript NONE = new UserScript("", List.of());

    /// It is held in memory on its way.
    private static final int LIMIT_BYTES = 1_048_576;

    private static final Set<String> KEYS = Set.of("write_files", "runcmd");
    private static final Set<String> FILE_KEYS =
            Set.of("path", "content", "permissions", "owner", "encoding", "defer");
    private static final String HEAD =
            """
            set -eu
            put() { # MODE OWNER PATH
                mkdir -p "${3%/*}"
                (umask 077 && base64 -d >"$3.mooring-new")
                chown "$2" "$3.mooring-new"
                chmod "$1" "$3.mooring-new"
                mv -f "$3.mooring-new" "$3"
            }
            """;

    UserScript {
        paths = List.copyOf(paths);
    }

    @Override
    public String toString() {
        return "a script that writes " + paths;
    }

    /// Reads `#cloud-config` with what [#KEYS] names, or a script.
    ///
    /// @throws IllegalArgumentException saying what is not understood; holds no content
    static UserScript of(String userData) {
        int size = userData.getBytes(StandardCharsets.UTF_8).length;
        if (size > LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "is %d bytes; a machine of an inventory takes %d. Let the node fetch what is large, or move commands to privateNodes.joinNode"
                            .formatted(size, LIMIT_BYTES));
        }
        if (userData.startsWith("#!")) {
            return new UserScript(userData, List.of());
        }
        if (!userData.startsWith("#cloud-config")) {
            throw new IllegalArgumentException(
                    "is neither #cloud-config nor a script that begins with #!");
        }
        Map<?, ?> config = yaml(userData);
        requireKnown("", config, KEYS);
        var script = new StringBuilder(HEAD);
        var paths = new ArrayList<String>();
        for (Object file : list("write_files", config.get("write_files"))) {
            paths.add(write(map("write_files", file), script));
        }
        for (Object command : list("runcmd", config.get("runcmd"))) {
            run(command, script);
        }
        return new UserScript(script.toString(), paths);
    }

    private static Map<?, ?> yaml(String text) {
        try {
            JsonNode tree = YAMLMapper.shared().readTree(text);
            return tree.isMissingNode() || tree.isNull()
                    ? Map.of()
                    : map("#cloud-config", YAMLMapper.shared().treeToValue(tree, Object.class));
        } catch (JacksonException _) {
            // its message would quote the text, and with it secrets
            throw new IllegalArgumentException("is no YAML");
        }
    }

    private static String write(Map<?, ?> file, StringBuilder script) {
        requireKnown("write_files.", file, FILE_KEYS);
        String path = text(file.get("path"), "");
        if (!path.startsWith("/") || path.contains("\n") || path.contains("/../")) {
            throw new IllegalArgumentException(
                    "has a write_files.path that is not absolute: " + path);
        }
        String content = text(file.get("content"), "");
        byte[] bytes =
                switch (text(file.get("encoding"), "text/plain")) {
                    case "text/plain" -> content.getBytes(StandardCharsets.UTF_8);
                    case "b64", "base64" -> Base64.getMimeDecoder().decode(content);
                    case String other ->
                            throw new IllegalArgumentException(
                                    "has a write_files.encoding that bare metal does not take: "
                                            + other);
                };
        put(
                script,
                text(file.get("permissions"), "0644"),
                text(file.get("owner"), "root:root"),
                path,
                bytes);
        return path;
    }

    private static void put(
            StringBuilder script, String mode, String owner, String path, byte[] bytes) {
        // printf is the shell's own: what it prints is in no process's arguments
        script.append("printf %s '")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append("' | put ")
                .append(quoted(mode))
                .append(' ')
                .append(quoted(owner))
                .append(' ')
                .append(quoted(path))
                .append('\n');
    }

    private static void run(Object command, StringBuilder script) {
        if (command instanceof List<?> words) {
            words.forEach(word -> script.append(quoted(text(word, ""))).append(' '));
            script.append('\n');
        } else {
            script.append("sh -c ").append(quoted(text(command, ""))).append('\n');
        }
    }

    private static void requireKnown(String path, Map<?, ?> map, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        map.keySet().forEach(key -> unknown.add(path + key));
        known.forEach(key -> unknown.remove(path + key));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "holds %s, which a machine that runs already cannot take; of #cloud-config there are %s"
                            .formatted(unknown, new TreeSet<>(known)));
        }
    }

    private static List<?> list(String key, @Nullable Object value) {
        if (value == null || value instanceof List) {
            return value == null ? List.of() : (List<?>) value;
        }
        throw new IllegalArgumentException("has " + key + " that is no list");
    }

    private static Map<?, ?> map(String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("has " + key + " that is no map");
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
