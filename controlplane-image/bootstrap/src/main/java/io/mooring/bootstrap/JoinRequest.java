package io.mooring.bootstrap;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// One request of a node, whole.
///
/// @param path decoded, without the query
/// @param architecture what the query says that the node is
/// @param authorization the header of that name
/// @param client the certificate of the connection; TLS has checked it against the cluster's
///   authority
record JoinRequest(
        String method,
        String path,
        Optional<String> architecture,
        Optional<String> authorization,
        Optional<X509Certificate> client,
        byte[] body) {

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
