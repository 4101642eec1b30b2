package io.mooring.identity.testkit;

import io.mooring.identity.Challenge;
import io.mooring.identity.Evidence;
import io.mooring.identity.IdentityAnchors;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// All three clouds' metadata services, as far as they say who a machine is.
public final class TestCloud {
    private static final DateTimeFormatter AZURE_TIME =
            DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss xx", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public final TestSigner ec2 = TestSigner.alone("Region of a test");
    public final TestSigner root = TestSigner.alone("Root of a test");
    public final TestSigner between = root.issue("Issuer of a test", true);
    public final TestSigner azure = between.issue("eastus.metadata.azure.com", false);

    public IdentityAnchors anchors() {
        return new IdentityAnchors(
                Optional.of(new IdentityAnchors.Aws(List.of(ec2.certificate()))),
                Optional.of(new IdentityAnchors.Azure(List.of(root.certificate()))),
                Optional.of(new IdentityAnchors.Gcp(keys(), URI.create("http://127.0.0.1:1/"))));
    }

    /// Google's, as a JSON Web Key Set.
    public String keys() {
        var key = (RSAPublicKey) root.key().getPublic();
        return """
        {"keys":[{"kty":"RSA","kid":"one","alg":"RS256","use":"sig","n":"%s","e":"%s"}]}\
        """
                .formatted(
                        TestSigner.url(key.getModulus().toByteArray()),
                        TestSigner.url(key.getPublicExponent().toByteArray()));
    }

    public static String ec2Text(Map<String, String> facts, Instant started) {
        return """
        {"accountId":"%s","architecture":"x86_64","availabilityZone":"%sa","imageId":"ami-1","instanceId":"%s","instanceType":"m5.large","kernelId":null,"pendingTime":"%s","privateIp":"10.0.0.5","region":"%s","version":"2017-09-30"}\
        """
                .formatted(
                        facts.get("accountId"),
                        facts.get("region"),
                        facts.get("instanceId"),
                        started,
                        facts.get("region"));
    }

    public Evidence ec2(Map<String, String> facts, Instant started) {
        return new Evidence(ec2.message(ec2Text(facts, started), true), "");
    }

    public static String azureText(Map<String, String> facts, String nonce, Instant now) {
        return """
        {"licenseType":"","nonce":"%s","plan":{"name":"","product":"","publisher":""},"sku":"","subscriptionId":"%s","timeStamp":{"createdOn":"%s","expiresOn":"%s"},"vmId":"%s"}\
        """
                .formatted(
                        nonce,
                        facts.get("subscriptionId"),
                        AZURE_TIME.format(now),
                        AZURE_TIME.format(now.plusSeconds(21_600)),
                        facts.get("vmId"));
    }

    public Evidence azure(Map<String, String> facts, Challenge challenge, Instant now) {
        return new Evidence(
                azure.message(azureText(facts, challenge.nonce(), now), false, azure.certificate()),
                TestSigner.pem(between.certificate()));
    }

    public static String googleClaims(Map<String, String> facts, String audience, Instant now) {
        return """
        {"aud":"%s","azp":"1","email":"n@example.org","exp":%d,"iat":%d,"iss":"https://accounts.google.com","sub":"1","google":{"compute_engine":{"project_id":"%s","project_number":1,"zone":"%s","instance_id":"%s","instance_name":"%s"}}}\
        """
                .formatted(
                        audience,
                        now.getEpochSecond() + 3600,
                        now.getEpochSecond(),
                        facts.get("project_id"),
                        facts.get("zone"),
                        facts.get("instance_id"),
                        facts.get("instance_name"));
    }

    public Evidence google(Map<String, String> facts, Challenge challenge, Instant now) {
        return new Evidence(
                root.token(
                        "{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}",
                        googleClaims(facts, challenge.text(), now)),
                "");
    }
}
