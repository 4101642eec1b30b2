package io.mooring.identity;

import io.mooring.pki.CertificateNames;
import io.mooring.pki.CertificateReader;
import io.mooring.pki.SignedMessage;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Azure's attested documents: PKCS#7 around JSON with a nonce, signed by the key of a certificate
/// for a name of the metadata service, which an authority of the web has issued. Whether that was
/// revoked is not asked.
final class AzureDocuments implements DocumentReader {
    private static final List<String> NAMES =
            List.of(
                    "metadata.azure.com",
                    "metadata.azure.us",
                    "metadata.azure.cn",
                    "metadata.microsoftazure.de");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss xx", Locale.ROOT);
    private static final int MOST_CERTIFICATES = 10;
    private static final int DNS_NAME = 2;

    private final Set<TrustAnchor> roots;

    AzureDocuments(Collection<X509Certificate> roots) {
        this.roots =
                roots.stream()
                        .map(it -> new TrustAnchor(it, null))
                        .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<String, String> read(Evidence evidence, Question question) {
        try {
            var message = SignedMessage.parse(Json.base64(evidence.document()));
            requireSigner(message, evidence, question.now());
            var document = Json.object(message.content());
            if (!Json.text(document, "nonce").equals(question.challenge().nonce())) {
                throw new Unproven(
                        "the attested document was not made for this join token of this cluster: its nonce is \"%s\""
                                .formatted(Words.of(Json.text(document, "nonce"))));
            }
            var times = document.path("timeStamp");
            question.requireRecent(
                    time(Json.text(times, "createdOn")), "the attested document was made");
            question.requireBefore(time(Json.text(times, "expiresOn")));
            return Map.of(
                    "vmId", Json.text(document, "vmId").toLowerCase(Locale.ROOT),
                    "subscriptionId",
                            Json.text(document, "subscriptionId").toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Unproven(
                    "this is no attested document of Azure: " + Words.of(e.getMessage()), e);
        }
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text, TIME).toInstant();
    }

    private void requireSigner(SignedMessage message, Evidence evidence, Instant now) {
        var between = new ArrayList<>(CertificateReader.pem(evidence.chain()));
        between.addAll(message.certificates());
        if (between.size() > MOST_CERTIFICATES) {
            throw new IllegalArgumentException("it comes with too many certificates");
        }
        var signer =
                message.certificates().stream()
                        .filter(message::signedBy)
                        .findFirst()
                        .orElseThrow(() ->
                                new Unproven(
                                        "the signature of the attested document is wrong: it was altered"));
        if (names(signer).noneMatch(AzureDocuments::isAzures)) {
            throw new Unproven(
                    "the attested document is signed in the name of %s, not of Azure's metadata service"
                            .formatted(Words.of(names(signer).toList().toString())));
        }
        requireIssued(signer, between, now);
    }

    private void requireIssued(X509Certificate signer, List<X509Certificate> between, Instant now) {
        try {
            var wanted = new X509CertSelector();
            wanted.setCertificate(signer);
            var parameters = new PKIXBuilderParameters(roots, wanted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(
                    CertStore.getInstance(
                            "Collection", new CollectionCertStoreParameters(between)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new Unproven(
                    "the certificate of the attested document's signer (%s, issued by %s) does not lead to an authority that this control plane trusts (%s); the machine fetches what is between from where the certificate says: let it, or name that and the root in privateNodes.nodeIdentity.azure.certificates"
                            .formatted(
                                    Words.of(signer.getSubjectX500Principal().getName()),
                                    Words.of(signer.getIssuerX500Principal().getName()),
                                    Words.of(e.getMessage())),
                    e);
        }
    }

    private static boolean isAzures(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(it -> lower.equals(it) || lower.endsWith("." + it));
    }

    private static Stream<String> names(X509Certificate certificate) {
        try {
            var others = certificate.getSubjectAlternativeNames();
            var dns =
                    others == null
                            ? Stream.<String>empty()
                            : others.stream()
                                    .filter(it -> it.getFirst().equals(DNS_NAME))
                                    .map(it -> String.valueOf(it.get(1)));
            return Stream.concat(dns, CertificateNames.of(certificate).commonNames().stream());
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("its signer's certificate cannot be read", e);
        }
    }
}
