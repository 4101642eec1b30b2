package io.mooring.kube;

import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads a kubeconfig whose current context says all by itself: a server, its authority, a client
/// certificate or a token, as data.
///
/// fabric8 reads those too, but by models whose set-up by reflection costs a program that has just
/// started more than all its other preparations. What it alone can do (programs, files, proxies,
/// ...) is left to it.
final class PlainKubeconfig {
    private static final Set<String> OF_CLUSTER = Set.of("server", "certificate-authority-data");
    private static final Set<String> OF_USER =
            Set.of("client-certificate-data", "client-key-data", "token");
    private static final Set<String> OF_CONTEXT = Set.of("cluster", "user", "namespace");

    private final Map<?, ?> file;

    private PlainKubeconfig(Map<?, ?> file) {
        this.file = file;
    }

    /// Empty if this is none, or no kubeconfig at all.
    ///
    /// @throws RuntimeException if it is not YAML
    static Optional<Config> read(String kubeconfig) {
        var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
        return new Load(settings).loadFromString(kubeconfig) instanceof Map<?, ?> file
                ? new PlainKubeconfig(file).config()
                : Optional.empty();
    }

    private Optional<Config> config() {
        var context = named("contexts", file.get("current-context"), "context", OF_CONTEXT);
        if (context.isEmpty()) {
            return Optional.empty();
        }
        var cluster = named("clusters", context.get().get("cluster"), "cluster", OF_CLUSTER);
        var user = named("users", context.get().get("user"), "user", OF_USER);
        return cluster.isPresent() && user.isPresent()
                ? Optional.of(config(cluster.get(), user.get()))
                : Optional.empty();
    }

    private static Config config(Map<?, ?> cluster, Map<?, ?> user) {
        var config = Config.empty();
        config.setMasterUrl(text(cluster, "server"));
        config.setCaCertData(text(cluster, "certificate-authority-data"));
        config.setClientCertData(text(user, "client-certificate-data"));
        config.setClientKeyData(text(user, "client-key-data"));
        config.setAutoOAuthToken(text(user, "token"));
        return config;
    }

    /// The entry of that name, if there is one and it has none but these keys, each a text.
    private Optional<Map<?, ?>> named(
            String list, @Nullable Object name, String content, Set<String> keys) {
        if (!(file.get(list) instanceof List<?> entries)) {
            return Optional.empty();
        }
        for (var entry : entries) {
            if (entry instanceof Map<?, ?> named
                    && named.get("name") instanceof String own
                    && own.equals(name)
                    && named.get(content) instanceof Map<?, ?> found) {
                boolean plain =
                        found.entrySet().stream()
                                .allMatch(pair ->
                                        keys.contains(pair.getKey())
                                                && pair.getValue() instanceof String);
                return plain ? Optional.of(found) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static @Nullable String text(Map<?, ?> map, String key) {
        return (String) map.get(key);
    }
}
