package io.mooring.provider.resources.host.docker;

import io.mooring.kube.PemStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a client of an engine trusts and who it is, by the files that Docker's own command takes.
final class EngineTls {

    private EngineTls() {}

    /// @param directory of `ca.pem`, and of `cert.pem` and `key.pem` where the engine wants to know
    ///   its clients; without it the JDK's authorities count
    /// @throws IOException if they cannot be read or are none
    static SSLSocketFactory sockets(Optional<Path> directory) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(directory), trust(directory), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificates in %s: %s"
                            .formatted(
                                    directory.map(Path::toString).orElse("the JDK"),
                                    e.getMessage()),
                    e);
        }
    }

    private static KeyManager @Nullable [] keys(Optional<Path> directory)
            throws GeneralSecurityException, IOException {
        Optional<Path> certificate = file(directory, "cert.pem");
        Optional<Path> key = file(directory, "key.pem");
        return certificate.isEmpty() || key.isEmpty()
                ? null
                : PemStores.keys(Files.readString(certificate.get()), Files.readString(key.get()));
    }

    private static TrustManager @Nullable [] trust(Optional<Path> directory)
            throws GeneralSecurityException, IOException {
        Optional<Path> authority = file(directory, "ca.pem");
        return authority.isEmpty() ? null : PemStores.trust(Files.readString(authority.get()));
    }

    private static Optional<Path> file(Optional<Path> directory, String name) {
        return directory.map(place -> place.resolve(name)).filter(Files::exists);
    }
}
