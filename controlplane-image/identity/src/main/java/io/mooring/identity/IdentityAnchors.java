package io.mooring.identity;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Whose documents are checked, and who is trusted to sign them. A cloud that is absent proves
/// nothing.
public record IdentityAnchors(Optional<Aws> aws, Optional<Azure> azure, Optional<Gcp> gcp) {
    public static final IdentityAnchors NONE =
            new IdentityAnchors(Optional.empty(), Optional.empty(), Optional.empty());

    /// @param certificates of regions besides those that are known here
    public record Aws(List<X509Certificate> certificates) {
        public Aws {
            certificates = List.copyOf(certificates);
        }
    }

    /// @param certificates trusted in place of the JVM's own; empty for those
    public record Azure(List<X509Certificate> certificates) {
        public Azure {
            certificates = List.copyOf(certificates);
        }
    }

    /// @param keys a JSON Web Key Set; empty to fetch them
    /// @param source from where
    public record Gcp(String keys, URI source) {}
}
