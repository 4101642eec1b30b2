package io.mooring.bootstrap;

import io.mooring.pki.CertificateNames;
import java.util.List;
import java.util.Optional;

/// Who sends a request, by what TLS and the Authorization header show.
final class Caller {
    private Caller() {}

    /// The node whose certificate the connection was opened with.
    static Optional<String> node(JoinRequest request) {
        return request.client()
                .map(CertificateNames::of)
                .filter(names ->
                        names.organizations().equals(List.of("system:nodes"))
                                && names.commonNames().size() == 1)
                .flatMap(names -> NodeNames.ofUser(names.commonNames().getFirst()));
    }

    static Optional<String> bearer(JoinRequest request) {
        return request.authorization()
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip());
    }
}
