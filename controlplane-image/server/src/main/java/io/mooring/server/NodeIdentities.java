package io.mooring.server;

import io.mooring.api.NodeIdentity;
import io.mooring.api.PrivateNodes;
import io.mooring.identity.IdentityAnchors;
import io.mooring.identity.MachineIdentities;
import io.mooring.pki.CertificateReader;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What `privateNodes.nodeIdentity` asks for.
final class NodeIdentities {
    private NodeIdentities() {}

    /// @throws ServerException if a certificate or a key in it cannot be read
    static MachineIdentities of(PrivateNodes nodes, Clock clock) {
        var settings = nodes.nodeIdentity();
        try {
            return MachineIdentities.of(anchors(settings), clock);
        } catch (IllegalArgumentException e) {
            throw new ServerException(
                    "reading privateNodes.nodeIdentity: %s; give certificates in PEM, and Google's keys as a JSON Web Key Set"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static IdentityAnchors anchors(NodeIdentity settings) {
        return new IdentityAnchors(
                settings.aws().enabled()
                        ? Optional.of(
                                new IdentityAnchors.Aws(
                                        certificates(settings.aws().certificates())))
                        : Optional.empty(),
                settings.azure().enabled()
                        ? Optional.of(
                                new IdentityAnchors.Azure(
                                        certificates(settings.azure().certificates())))
                        : Optional.empty(),
                settings.gcp().enabled()
                        ? Optional.of(
                                new IdentityAnchors.Gcp(
                                        settings.gcp().keys(),
                                        URI.create(settings.gcp().keysUrl())))
                        : Optional.empty());
    }

    private static List<X509Certificate> certificates(List<String> pem) {
        return pem.stream().flatMap(it -> CertificateReader.pem(it).stream()).toList();
    }
}
