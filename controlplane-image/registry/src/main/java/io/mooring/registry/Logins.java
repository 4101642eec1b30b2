package io.mooring.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Finds what to log in with, where other tools find it:
///
///     MOORING_REGISTRY_USERNAME, MOORING_REGISTRY_PASSWORD
///     DOCKER_AUTH_CONFIG                       the text of a config.json
///     REGISTRY_AUTH_FILE, DOCKER_CONFIG/config.json, ~/.docker/config.json,
///     XDG_RUNTIME_DIR/containers/auth.json     the first that knows the registry
///
/// or, if a directory is given, in that alone: the files `username` and `password`, or
/// `.dockerconfigjson` or `config.json`, as Secrets have them. Looked for at each call.
public final class Logins {

    static final String USERNAME = "MOORING_REGISTRY_USERNAME";
    static final String PASSWORD = "MOORING_REGISTRY_PASSWORD";

    private final Map<String, String> environment;
    private final Optional<Path> directory;

    private Logins(Map<String, String> environment, Optional<Path> directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory;
    }

    /// One that is known.
    public static Logins of(String username, String password) {
        return ofEnvironment(Map.of(USERNAME, username, PASSWORD, password));
    }

    public static Logins ofEnvironment(Map<String, String> environment) {
        return new Logins(environment, Optional.empty());
    }

    public static Logins ofDirectory(Path directory) {
        return new Logins(Map.of(), Optional.of(directory));
    }

    /// @throws RegistryException if what there is cannot be read
    Login find(RepositoryName name) {
        return directory.map(it -> inDirectory(it, name)).orElseGet(() -> inEnvironment(name));
    }

    private Login inDirectory(Path from, RepositoryName name) {
        Path username = from.resolve("username");
        Path password = from.resolve("password");
        if (Files.exists(username) && Files.exists(password)) {
            return new Login.Password(
                    DockerConfig.read(username).strip(), DockerConfig.read(password).strip());
        }
        return Stream.of(".dockerconfigjson", "config.json")
                .map(from::resolve)
                .filter(Files::exists)
                .findFirst()
                .flatMap(file -> DockerConfig.of(file).login(name))
                .orElseThrow(() ->
                        new RegistryException(
                                RegistryException.Kind.REFUSED,
                                "the credentials for %s in %s: there should be the files username and password, or .dockerconfigjson that names %s; is the Secret filled?"
                                        .formatted(name, from, name.host())));
    }

    private Login inEnvironment(RepositoryName name) {
        String username = environment.getOrDefault(USERNAME, "");
        if (!username.isEmpty()) {
            return new Login.Password(username, environment.getOrDefault(PASSWORD, ""));
        }
        return configs().stream()
                .flatMap(config -> config.get().login(name).stream())
                .findFirst()
                .orElseGet(Login.Anonymous::new);
    }

    /// None of them is read before those before it have been asked.
    private List<Supplier<DockerConfig>> configs() {
        var configs = new ArrayList<Supplier<DockerConfig>>();
        String text = environment.getOrDefault("DOCKER_AUTH_CONFIG", "");
        if (!text.isEmpty()) {
            configs.add(() -> DockerConfig.parse(text, "DOCKER_AUTH_CONFIG"));
        }
        files().filter(Files::isRegularFile)
                .forEach(file -> configs.add(() -> DockerConfig.of(file)));
        return configs;
    }

    private Stream<Path> files() {
        return Stream.of(
                        at("REGISTRY_AUTH_FILE", ""),
                        at("DOCKER_CONFIG", "config.json"),
                        at("HOME", ".docker/config.json"),
                        at("XDG_RUNTIME_DIR", "containers/auth.json"))
                .flatMap(Optional::stream);
    }

    private Optional<Path> at(String variable, String below) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isEmpty())
                .map(value -> Path.of(value).resolve(below));
    }
}
