package io.mooring.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a data store listens.
public sealed interface EtcdEndpoint {

    record Socket(Path path) implements EtcdEndpoint {}

    record Plain(String host, int port) implements EtcdEndpoint {}

    /// @param caFile the system's authorities are trusted if empty
    record Encrypted(String host, int port, Optional<Path> caFile, Optional<Identity> identity)
            implements EtcdEndpoint {}

    /// Files of a client's certificate and its key.
    record Identity(Path certificate, Path key) {}

    int DEFAULT_PORT = 2379;
    String UNIX = "unix://";

    /// The first of those that kube-apiserver is given: `unix:///run/etcd.sock`,
    /// `https://etcd:2379`.
    ///
    /// @throws EtcdFailure if it is none
    static EtcdEndpoint parse(String servers, Optional<Path> caFile, Optional<Identity> identity) {
        String first = servers.split(",", 2)[0].strip();
        if (first.startsWith(UNIX)) {
            return new Socket(Path.of(first.substring(UNIX.length())));
        }
        URI uri = uri(first);
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> new Plain(host(uri, first), port);
            case "https" -> new Encrypted(host(uri, first), port, caFile, identity);
            default -> throw unreadable(first, null);
        };
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(text, e);
        }
    }

    private static String host(URI uri, String text) {
        String host = uri.getHost();
        if (host == null) {
            throw unreadable(text, null);
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static EtcdFailure unreadable(String text, @Nullable Throwable cause) {
        String message =
                "the data store's address '%s' is none; write https://HOST:PORT".formatted(text);
        return cause == null
                ? new EtcdFailure(EtcdFailure.Kind.UNREACHABLE, message)
                : new EtcdFailure(EtcdFailure.Kind.UNREACHABLE, message, cause);
    }
}
