package io.mooring.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.mooring.pki.CertificateNames;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Who sends a request, by what TLS and the Authorization header show.
final class Caller {
    private Caller() {}

    /// The node whose certificate the connection was opened with. TLS has checked it against the
    /// cluster's authority.
    static Optional<String> node(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange secure)) {
            return Optional.empty();
        }
        try {
            var certificates = secure.getSSLSession().getPeerCertificates();
            if (certificates.length == 0 || !(certificates[0] instanceof X509Certificate leaf)) {
                return Optional.empty();
            }
            var names = CertificateNames.of(leaf);
            return names.organizations().equals(List.of("system:nodes"))
                            && names.commonNames().size() == 1
                    ? NodeNames.ofUser(names.commonNames().getFirst())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    static Optional<String> bearer(HttpExchange exchange) {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip())
                : Optional.empty();
    }
}
