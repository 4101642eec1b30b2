package io.mooring.registry;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// A repository and the registry it is in.
///
/// @param host with its port, if it has one
/// @param path of the repository in its registry
/// @param plainHttp whether it is called without TLS
public record RepositoryName(String host, String path, boolean plainHttp) {

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9.-]+)(:\\d{1,5})?");
    private static final Pattern PATH =
            Pattern.compile(
                    "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?");

    public RepositoryName {
        if (!HOST.matcher(host).matches()) {
            throw invalid(
                    "\"%s\" is no host of a registry; it should be as HOST or HOST:PORT"
                            .formatted(host));
        }
        if (!PATH.matcher(path).matches()) {
            throw invalid(
                    "\"%s\" is no repository of a registry: small letters and digits, with . _ - between them, in parts behind slashes"
                            .formatted(path));
        }
    }

    /// @param plainHttp what was asked for; if nothing was, only a registry of this machine is
    ///   called without TLS
    public static RepositoryName of(String host, String path, Optional<Boolean> plainHttp) {
        return new RepositoryName(host, path, plainHttp.orElseGet(() -> isLoopback(host)));
    }

    /// Of `HOST[:PORT]/PATH`.
    public static RepositoryName parse(String text, Optional<Boolean> plainHttp) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        boolean isHost = host.contains(".") || host.contains(":") || host.equals("localhost");
        if (slash < 0 || !isHost) {
            throw invalid(
                    "\"%s\" is no repository; it should be as HOST[:PORT]/PATH, with the host of the registry"
                            .formatted(text));
        }
        return of(host, text.substring(slash + 1), plainHttp);
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(RegistryException.Kind.OTHER, message);
    }

    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /// Where the protocol has this repository.
    URI uri(String rest) {
        return URI.create(
                "%s://%s/v2/%s/%s".formatted(plainHttp ? "http" : "https", host, path, rest));
    }

    /// As tools name it.
    @Override
    public String toString() {
        return host + "/" + path;
    }
}
