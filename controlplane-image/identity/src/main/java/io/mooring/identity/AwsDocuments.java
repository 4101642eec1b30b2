package io.mooring.identity;

import io.mooring.pki.SignedMessage;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// EC2's instance identity documents, in the form `rsa2048`: PKCS#7 around JSON, signed by the key
/// of the region. It says when the instance was last started, and nothing of who asks for it.
final class AwsDocuments implements DocumentReader {
    private final Map<String, X509Certificate> regions;
    private final List<X509Certificate> others;

    /// @param regions certificates by region
    /// @param others certificates that are trusted besides, for any region
    AwsDocuments(Map<String, X509Certificate> regions, Collection<X509Certificate> others) {
        this.regions = Map.copyOf(regions);
        this.others = List.copyOf(others);
    }

    @Override
    public Map<String, String> read(Evidence evidence, Question question) {
        try {
            var message = SignedMessage.parse(Json.base64(evidence.document()));
            var document = Json.object(message.content());
            var region = Json.text(document, "region");
            if (trusted(region).noneMatch(message::signedBy)) {
                throw new Unproven(
                        "the instance identity document is not signed by a key of EC2 in region \"%s\" that this control plane knows; for a new region, name its RSA-2048 certificate in privateNodes.nodeIdentity.aws.certificates"
                                .formatted(Words.of(region)));
            }
            question.requireRecent(
                    Instant.parse(Json.text(document, "pendingTime")), "the instance was started");
            return Map.of(
                    "accountId", Json.text(document, "accountId"),
                    "region", region,
                    "instanceId", Json.text(document, "instanceId"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unproven(
                    "this is no instance identity document of EC2: " + Words.of(e.getMessage()), e);
        }
    }

    private Stream<X509Certificate> trusted(String region) {
        return Stream.concat(Stream.ofNullable(regions.get(region)), others.stream());
    }
}
