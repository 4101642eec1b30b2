package io.mooring.cloudinit;

import io.mooring.api.JoinNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// containerd's settings for image registries: a `hosts.toml` a registry, and credentials.
final class RegistryFiles {
    private RegistryFiles() {}

    /// The file of each registry, by its path below the registry directory.
    static Map<String, String> hosts(Map<String, JoinNode.Mirror> mirrors) {
        var files = new TreeMap<String, String>();
        mirrors.forEach(
                (name, mirror) -> files.put(directory(name) + "/hosts.toml", hosts(mirror)));
        return files;
    }

    static String auth(Map<String, JoinNode.Auth> auth) {
        var toml = new StringBuilder();
        new TreeMap<>(auth)
                .forEach((name, it) -> {
                    toml.append("  [plugins.\"io.containerd.grpc.v1.cri\".registry.configs.")
                            .append(Toml.text(name))
                            .append(".auth]\n");
                    setting(toml, "    ", "username", it.username());
                    setting(toml, "    ", "password", it.password().reveal());
                    setting(toml, "    ", "identitytoken", it.identityToken().reveal());
                    setting(toml, "    ", "auth", it.auth().reveal());
                });
        return toml.toString();
    }

    private static String hosts(JoinNode.Mirror mirror) {
        var toml = new StringBuilder();
        setting(toml, "", "server", mirror.server());
        options(
                toml,
                "",
                mirror.capabilities(),
                mirror.caCert(),
                mirror.skipVerify(),
                mirror.overridePath());
        for (var host : mirror.hosts()) {
            toml.append("\n[host.").append(Toml.text(host.server())).append("]\n");
            options(
                    toml,
                    "  ",
                    host.capabilities(),
                    host.caCert(),
                    host.skipVerify(),
                    host.overridePath());
        }
        return toml.toString();
    }

    private static void options(
            StringBuilder toml,
            String indent,
            List<String> capabilities,
            List<String> caCert,
            boolean skipVerify,
            boolean overridePath) {
        var allowed = capabilities.isEmpty() ? List.of("pull", "resolve") : capabilities;
        toml.append(indent).append("capabilities = ").append(Toml.texts(allowed)).append('\n');
        if (!caCert.isEmpty()) {
            toml.append(indent).append("ca = ").append(Toml.texts(caCert)).append('\n');
        }
        if (skipVerify) {
            toml.append(indent).append("skip_verify = true\n");
        }
        if (overridePath) {
            toml.append(indent).append("override_path = true\n");
        }
    }

    private static void setting(StringBuilder toml, String indent, String key, String value) {
        if (!value.isEmpty()) {
            toml.append(indent).append(key).append(" = ").append(Toml.text(value)).append('\n');
        }
    }

    /// containerd looks a registry up by `HOST[:PORT]`, whatever the user wrote before or after it.
    private static String directory(String name) {
        var host = name.contains("://") ? URI.create(name).getAuthority() : name;
        if (host == null || !host.matches("[A-Za-z0-9_.:\\[\\]-]+") || host.startsWith("..")) {
            throw new IllegalArgumentException(
                    "Cannot set up the registry mirror \"%s\": name it HOST or HOST:PORT"
                            .formatted(name));
        }
        return host;
    }
}
