package io.mooring.identity;

import io.mooring.pki.CertificateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Checks which machine somebody is. Clouds go by the names of their node providers. Safe for use
/// by many threads.
public final class MachineIdentities {
    private static final String AWS_CERTIFICATES = "aws-regions.pem";

    private final Map<String, DocumentReader> readers;
    private final Clock clock;

    private MachineIdentities(Map<String, DocumentReader> readers, Clock clock) {
        this.readers = Map.copyOf(readers);
        this.clock = clock;
    }

    /// @throws IllegalArgumentException if the keys of Google that the anchors have are none
    public static MachineIdentities of(IdentityAnchors anchors, Clock clock) {
        var readers = new LinkedHashMap<String, DocumentReader>();
        anchors.aws()
                .ifPresent(it ->
                        readers.put("aws", new AwsDocuments(awsRegions(), it.certificates())));
        anchors.azure()
                .ifPresent(it ->
                        readers.put(
                                "azure",
                                new AzureDocuments(
                                        it.certificates().isEmpty()
                                                ? rootsOfTheJvm()
                                                : it.certificates())));
        anchors.gcp()
                .ifPresent(it ->
                        readers.put(
                                "gcp",
                                new GoogleDocuments(
                                        it.keys().isEmpty()
                                                ? new FetchedKeys(it.source(), clock)
                                                : KeySet.of(
                                                        it.keys()
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8)))));
        return new MachineIdentities(readers, clock);
    }

    /// Clouds whose documents are checked.
    public Set<String> clouds() {
        return readers.keySet();
    }

    /// Returns if the cloud has signed, for just this, that whoever shows the evidence is the
    /// machine with these facts.
    ///
    /// @param since when the token was made that the evidence is shown with
    /// @param machine what the document must say, by the names it has for that
    /// @throws Unproven with what is wrong
    /// @throws KeysUnavailable where that cannot be told now
    public void require(
            String cloud,
            Evidence evidence,
            Challenge challenge,
            Instant since,
            Map<String, String> machine) {
        var reader = readers.get(cloud);
        if (reader == null || machine.isEmpty()) {
            throw new Unproven(
                    "this control plane checks no identity documents of \"%s\"; see privateNodes.nodeIdentity"
                            .formatted(Words.of(cloud)));
        }
        var told = reader.read(evidence, new Question(challenge, since, clock.instant()));
        new TreeMap<>(machine)
                .forEach((name, value) -> {
                    var said = told.getOrDefault(name, "");
                    if (value.isEmpty() || !said.equals(value)) {
                        throw new Unproven(
                                "the token was made for another machine than this one, whose %s is \"%s\""
                                        .formatted(name, Words.of(said)));
                    }
                });
    }

    /// The certificates that AWS publishes for its regions, each after a line `region NAME`.
    static Map<String, X509Certificate> awsRegions() {
        try (var in = MachineIdentities.class.getResourceAsStream(AWS_CERTIFICATES)) {
            if (in == null) {
                throw new IllegalStateException("this program lacks " + AWS_CERTIFICATES);
            }
            var regions = new LinkedHashMap<String, X509Certificate>();
            var text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            Arrays.stream(text.split("(?m)^region "))
                    .skip(1)
                    .forEach(part -> {
                        var name = part.substring(0, part.indexOf('\n'));
                        regions.put(
                                name,
                                CertificateReader.pem(part.substring(name.length() + 1))
                                        .getFirst());
                    });
            return regions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<X509Certificate> rootsOfTheJvm() {
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(it -> Arrays.stream(((X509TrustManager) it).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no trusted authorities", e);
        }
    }
}
