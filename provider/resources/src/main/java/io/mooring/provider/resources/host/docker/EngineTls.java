package io.mooring.provider.resources.host.docker;

import io.mooring.kube.PemStores;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    ///   its clients; without one the JDK's authorities count
    /// @throws IOException if they cannot be read or are none
    static SSLSocketFactory sockets(Optional<Path> directory) throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(directory), trust(directory), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            var failure =
                    new FileSystemException(
                            "the certificates in "
                                    + directory.map(Path::toString).orElse("the JDK"),
                            null,
                            String.valueOf(e.getMessage()));
            failure.initCause(e);
            throw failure;
        }
    }

    private static KeyManager @Nullable [] keys(Optional<Path> directory)
            throws GeneralSecurityException, IOException {
        if (directory.isEmpty()) {
            return null;
        }
        Path certificate = directory.get().resolve("cert.pem");
        Path key = directory.get().resolve("key.pem");
        return Files.exists(certificate) || Files.exists(key)
                ? PemStores.keys(
                        text(certificate, "goes with key.pem"), text(key, "goes with cert.pem"))
                : null;
    }

    private static TrustManager @Nullable [] trust(Optional<Path> directory)
            throws GeneralSecurityException, IOException {
        return directory.isEmpty()
                ? null
                : PemStores.trust(
                        text(
                                directory.get().resolve("ca.pem"),
                                "holds the authority of the engine's certificate"));
    }

    /// @param purpose what is missing without it
    private static String text(Path file, String purpose) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "is not there; it %s".formatted(purpose));
        }
        return Files.readString(file);
    }
}
