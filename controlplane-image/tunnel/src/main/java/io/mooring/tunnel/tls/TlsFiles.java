package io.mooring.tunnel.tls;

import java.nio.file.Path;
import java.util.Optional;

/// PEM files of one TLS listener. With a `clientCa` every client must show a certificate of it.
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
    /// A listener that asks for no client certificate.
    public static TlsFiles withoutClientCa(Path certificate, Path key) {
        return new TlsFiles(certificate, key, Optional.empty());
    }
}
