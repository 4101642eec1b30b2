package io.mooring.provider.resources.host.docker;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a container engine listens.
public sealed interface EngineEndpoint {

    /// Where it does on most machines.
    String USUAL = "unix:///var/run/docker.sock";

    /// A Unix-domain socket of this machine.
    record OnSocket(Path path) implements EngineEndpoint {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /// A port of another machine, or of this one.
    ///
    /// @param certificates the directory of `ca.pem`, `cert.pem` and `key.pem`
    /// @param plain whether somebody said that it is to be reached without TLS
    record OnPort(String host, int port, boolean tls, boolean plain, Optional<Path> certificates)
            implements EngineEndpoint {
        @Override
        public String toString() {
            String scheme = plain ? "http://" : "tcp://";
            return (tls && certificates.isEmpty() ? "https://" : scheme) + host + ":" + port;
        }

        private boolean isOfThisMachine() {
            return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
        }
    }

    /// The directory of its certificates, if there are any.
    default Optional<Path> certificates() {
        return switch (this) {
            case OnSocket _ -> Optional.empty();
            case OnPort port -> port.certificates;
        };
    }

    /// Where it is, whatever is said of how it is to be reached.
    default String address() {
        return switch (this) {
            case OnSocket socket -> socket.toString();
            case OnPort port -> "tcp://" + port.host + ":" + port.port;
        };
    }

    /// Whether two addresses mean one engine: sockets have many paths.
    static boolean isSame(String one, String other) {
        return one.equals(other)
                || parse(one, Optional.empty()) instanceof OnSocket(Path path)
                        && parse(other, Optional.empty()) instanceof OnSocket(Path otherPath)
                        && real(path).equals(real(otherPath));
    }

    /// One path of those that a socket may have.
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path.normalize();
        }
    }

    /// The host under which others find ports that it publishes, if the endpoint tells.
    default Optional<String> publicHost() {
        return switch (this) {
            case OnSocket _ -> Optional.empty();
            case OnPort port ->
                    port.isOfThisMachine() ? Optional.empty() : Optional.of(port.host());
        };
    }

    /// The one given, else that of the environment, as Docker's own command takes them. What goes
    /// there holds secrets, so another machine's is not reached in clear text unless `http://` says
    /// so.
    ///
    /// @throws IllegalArgumentException with what is wrong with it
    static EngineEndpoint of(
            Optional<String> given, Optional<String> certPath, Map<String, String> environment) {
        String text = given.or(() -> said(environment, "DOCKER_HOST")).orElse(USUAL);
        Optional<Path> certificates =
                certPath.or(() ->
                                said(environment, "DOCKER_TLS_VERIFY")
                                        .map(_ ->
                                                said(environment, "DOCKER_CERT_PATH")
                                                        .orElse(ofUser())))
                        .map(Path::of);
        EngineEndpoint endpoint = parse(text, certificates);
        if (endpoint instanceof OnPort port
                && !port.tls()
                && !port.plain()
                && !port.isOfThisMachine()) {
            throw new IllegalArgumentException(
                    "\"%s\" is another machine's port without TLS, on which keys and passwords would go in clear text; give host.docker.certPath (or DOCKER_TLS_VERIFY and DOCKER_CERT_PATH), forward its socket by SSH, or write http://%s:%d if nobody can listen in between"
                            .formatted(text, port.host(), port.port()));
        }
        return endpoint;
    }

    private static String ofUser() {
        return System.getProperty("user.home") + "/.docker";
    }

    private static Optional<String> said(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    /// @throws IllegalArgumentException with what is wrong with it
    static EngineEndpoint parse(String text, Optional<Path> certificates) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            throw unusable(text);
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
        return switch (scheme) {
            case "unix" -> {
                String path = Optional.ofNullable(uri.getPath()).orElse("");
                if (uri.getHost() != null || path.length() < 2) {
                    throw unusable(text);
                }
                yield new OnSocket(Path.of(path));
            }
            case "tcp", "http", "https" -> {
                if (uri.getHost() == null || !path(uri).isEmpty()) {
                    throw unusable(text);
                }
                boolean tls = certificates.isPresent() || scheme.equals("https");
                int usual = tls ? 2376 : 2375;
                yield new OnPort(
                        uri.getHost(),
                        uri.getPort() < 0 ? usual : uri.getPort(),
                        tls,
                        !tls && scheme.equals("http"),
                        certificates);
            }
            case "ssh" ->
                    throw new IllegalArgumentException(
                            "\"%s\" is reached by SSH, which this version does not do; forward its socket (`ssh -NL /tmp/engine.sock:/var/run/docker.sock HOST`) and name that: unix:///tmp/engine.sock"
                                    .formatted(text));
            default -> throw unusable(text);
        };
    }

    private static String path(URI uri) {
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        return path.equals("/") ? "" : path;
    }

    private static IllegalArgumentException unusable(String text) {
        return new IllegalArgumentException(
                "\"%s\" is no address of an engine; write unix:///PATH or tcp://HOST:PORT"
                        .formatted(text));
    }
}
