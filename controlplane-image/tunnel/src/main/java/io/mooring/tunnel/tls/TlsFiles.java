package io.mooring.tunnel.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// PEM files of one TLS listener. With a `clientCa` every client must show a certificate of it.
///
/// @param cipherSuites the only ones for TLS 1.2, by their IANA names; empty for the usual ones
public record TlsFiles(
        Path certificate, Path key, Optional<Path> clientCa, List<String> cipherSuites) {
    public TlsFiles {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /// A listener that asks for no client certificate.
    public static TlsFiles withoutClientCa(Path certificate, Path key) {
        return new TlsFiles(certificate, key, Optional.empty(), List.of());
    }

    /// A listener whose clients must show a certificate of `clientCa`.
    public static TlsFiles withClientCa(Path certificate, Path key, Path clientCa) {
        return new TlsFiles(certificate, key, Optional.of(clientCa), List.of());
    }
}
