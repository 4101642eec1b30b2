package io.mooring.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.identity.testkit.TestCloud;
import io.mooring.identity.testkit.TestSigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MachineIdentitiesTest {
    private static final TestCloud CLOUD = new TestCloud();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SINCE = NOW.minusSeconds(60);
    private static final Challenge CHALLENGE = Challenge.of("sha256:" + "ab".repeat(32), "abcdef");
    private static final Challenge ANOTHER = Challenge.of("sha256:" + "ab".repeat(32), "abcdeg");
    private static final MachineIdentities CHECKS =
            MachineIdentities.of(CLOUD.anchors(), Clock.fixed(NOW, ZoneOffset.UTC));
    private static final Map<String, String> EC2 =
            Map.of("accountId", "123456789012", "region", "eu-central-1", "instanceId", "i-0a");
    private static final Map<String, String> AZURE =
            Map.of(
                    "vmId", "d3e0e374-fda6-4649-bbc9-7f20dc379f34",
                    "subscriptionId", "01234567-89ab-cdef-0123-456789abcdef");
    private static final Map<String, String> GOOGLE =
            Map.of(
                    "project_id",
                    "shop",
                    "zone",
                    "europe-west1-b",
                    "instance_name",
                    "n-1",
                    "instance_id",
                    "42");

    private static void require(String cloud, Evidence evidence, Map<String, String> machine) {
        CHECKS.require(cloud, evidence, CHALLENGE, SINCE, machine);
    }

    private static Map<String, String> but(Map<String, String> facts, String name, String value) {
        var changed = new HashMap<>(facts);
        changed.put(name, value);
        return changed;
    }

    @Test
    void theMachineOfADocumentIsBelieved() {
        require("aws", CLOUD.ec2(EC2, NOW.minusSeconds(20)), EC2);
        require("azure", CLOUD.azure(AZURE, CHALLENGE, NOW), AZURE);
        require(
                "azure",
                CLOUD.azure(but(AZURE, "vmId", AZURE.get("vmId").toUpperCase()), CHALLENGE, NOW),
                AZURE);
        require("gcp", CLOUD.google(GOOGLE, CHALLENGE, NOW), GOOGLE);
        require("gcp", CLOUD.google(GOOGLE, CHALLENGE, NOW), Map.of("instance_id", "42"));

        assertThat(CHECKS.clouds()).containsExactlyInAnyOrder("aws", "azure", "gcp");
    }

    static Stream<Arguments> refused() {
        var early = SINCE.minus(Duration.ofMinutes(6));
        var late = NOW.plus(Duration.ofMinutes(6));
        var ec2Text = TestCloud.ec2Text(EC2, NOW);
        var azureText = TestCloud.azureText(AZURE, CHALLENGE.nonce(), NOW);
        var claims = TestCloud.googleClaims(GOOGLE, CHALLENGE.text(), NOW);
        var stranger = CLOUD.between.issue("metadata.azure.com.example.org", false);
        var ended =
                CLOUD.between.issue(
                        "metadata.azure.com", false, Instant.parse("2026-01-01T00:00:00Z"));
        var own = TestSigner.alone("metadata.azure.com");
        return Stream.of(
                Arguments.of(
                        "aws",
                        EC2,
                        CLOUD.ec2(but(EC2, "instanceId", "i-0b"), NOW),
                        "the token was made for another machine than this one, whose instanceId is \"i-0b\""),
                Arguments.of(
                        "aws",
                        EC2,
                        CLOUD.ec2(but(EC2, "accountId", "210987654321"), NOW),
                        "the token was made for another machine than this one, whose accountId is \"210987654321\""),
                Arguments.of(
                        "aws",
                        EC2,
                        CLOUD.ec2(but(EC2, "region", "eu-west-1"), NOW),
                        "whose region is \"eu-west-1\""),
                Arguments.of(
                        "aws",
                        EC2,
                        CLOUD.ec2(EC2, early),
                        "the instance was started at 2026-03-01T11:53:00Z, before the join token was made at 2026-03-01T11:59:00Z"),
                Arguments.of("aws", EC2, CLOUD.ec2(EC2, late), "which is yet to come"),
                Arguments.of(
                        "aws",
                        EC2,
                        evidence(CLOUD.root.message(ec2Text, true)),
                        "is not signed by a key of EC2 in region \"eu-central-1\""),
                Arguments.of(
                        "aws",
                        EC2,
                        evidence(altered(CLOUD.ec2.message(ec2Text, true), "i-0a", "i-0b")),
                        "is not signed by a key of EC2"),
                Arguments.of(
                        "aws",
                        EC2,
                        evidence(CLOUD.ec2.message("{\"region\":\"eu-central-1\"}", true)),
                        "this is no instance identity document of EC2"),
                Arguments.of(
                        "aws",
                        EC2,
                        evidence(CLOUD.ec2.message("[]", true)),
                        "it is not a JSON object"),
                Arguments.of("aws", Map.of(), CLOUD.ec2(EC2, NOW), "checks no identity documents"),
                Arguments.of(
                        "aws",
                        Map.of("instanceName", "x"),
                        CLOUD.ec2(EC2, NOW),
                        "whose instanceName is \"\""),
                Arguments.of(
                        "local",
                        EC2,
                        CLOUD.ec2(EC2, NOW),
                        "this control plane checks no identity documents of \"local\""),
                Arguments.of(
                        "azure",
                        AZURE,
                        CLOUD.azure(but(AZURE, "vmId", "other"), CHALLENGE, NOW),
                        "whose vmId is \"other\""),
                Arguments.of(
                        "azure",
                        AZURE,
                        CLOUD.azure(but(AZURE, "subscriptionId", "other"), CHALLENGE, NOW),
                        "whose subscriptionId is \"other\""),
                Arguments.of(
                        "azure",
                        AZURE,
                        CLOUD.azure(AZURE, ANOTHER, NOW),
                        "was not made for this join token of this cluster: its nonce is"),
                Arguments.of(
                        "azure",
                        AZURE,
                        CLOUD.azure(AZURE, CHALLENGE, NOW.minus(Duration.ofHours(7))),
                        "before the join token was made"),
                Arguments.of(
                        "azure",
                        AZURE,
                        evidence(CLOUD.azure.message(azureText, false, CLOUD.azure.certificate())),
                        "does not lead to an authority that this control plane trusts"),
                Arguments.of(
                        "azure",
                        AZURE,
                        evidence(own.message(azureText, false, own.certificate())),
                        "does not lead to an authority that this control plane trusts"),
                Arguments.of(
                        "azure",
                        AZURE,
                        chained(stranger.message(azureText, false, stranger.certificate())),
                        "is signed in the name of [metadata.azure.com.example.org, metadata.azure.com.example.org], not of Azure's metadata service"),
                Arguments.of(
                        "azure",
                        AZURE,
                        chained(ended.message(azureText, false, ended.certificate())),
                        "does not lead to an authority that this control plane trusts"),
                Arguments.of(
                        "azure",
                        AZURE,
                        chained(
                                altered(
                                        CLOUD.azure.message(
                                                azureText, false, CLOUD.azure.certificate()),
                                        "d3e0e374",
                                        "d3e0e375")),
                        "the signature of the attested document is wrong: it was altered"),
                Arguments.of(
                        "azure",
                        AZURE,
                        chained(CLOUD.azure.message(azureText, false)),
                        "the signature of the attested document is wrong"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        CLOUD.google(but(GOOGLE, "instance_id", "43"), CHALLENGE, NOW),
                        "whose instance_id is \"43\""),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        CLOUD.google(but(GOOGLE, "project_id", "other"), CHALLENGE, NOW),
                        "whose project_id is \"other\""),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        CLOUD.google(GOOGLE, ANOTHER, NOW),
                        "not for this join token of this cluster"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        CLOUD.google(GOOGLE, CHALLENGE, NOW.minus(Duration.ofHours(2))),
                        "the identity token has expired|the identity document has expired"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        CLOUD.google(GOOGLE, CHALLENGE, late),
                        "which is yet to come"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(CLOUD.root.token("{\"alg\":\"none\",\"kid\":\"one\"}", claims)),
                        "signed by \"none\", and Google's are by RS256"),
                Arguments.of("gcp", GOOGLE, evidence(unsigned(claims)), "signed by \"none\""),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(CLOUD.root.token("{\"alg\":\"HS256\",\"kid\":\"one\"}", claims)),
                        "signed by \"HS256\""),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(CLOUD.root.token("{\"alg\":\"RS256\",\"kid\":\"two\"}", claims)),
                        "signed by the key \"two\", which is none of Google's"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(CLOUD.ec2.token("{\"alg\":\"RS256\",\"kid\":\"one\"}", claims)),
                        "the signature of the identity token is wrong"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(
                                CLOUD.root.token(
                                        "{\"alg\":\"RS256\",\"kid\":\"one\",\"crit\":[\"x\"]}",
                                        claims)),
                        "Google's are by RS256"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(
                                token(
                                        claims.replace(
                                                "accounts.google.com", "accounts.example.org"))),
                        "is by \"https://accounts.example.org\", not by Google"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(token(claims.replaceAll(",\"google\".*", "}"))),
                        "says nothing of a machine"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(token(claims.replace("\"sub\":\"1\"", "\"aud\":\"x\""))),
                        "it is not JSON"),
                Arguments.of(
                        "gcp",
                        GOOGLE,
                        evidence(token(claims.replaceAll("\"exp\":\\d+", "\"exp\":1e99"))),
                        "its exp is no time"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("refused")
    void anythingElseIsRefusedWithItsReason(
            String cloud, Map<String, String> machine, Evidence shown, String why) {
        assertThatThrownBy(() -> require(cloud, shown, machine))
                .isInstanceOf(Unproven.class)
                .satisfies(e ->
                        assertThat(Stream.of(why.split("\\|")).anyMatch(e.getMessage()::contains))
                                .as(e.getMessage())
                                .isTrue());
    }

    private static Evidence evidence(String document) {
        return new Evidence(document, "");
    }

    private static Evidence chained(String document) {
        return new Evidence(document, TestSigner.pem(CLOUD.between.certificate()));
    }

    private static String token(String claims) {
        return CLOUD.root.token("{\"alg\":\"RS256\",\"kid\":\"one\"}", claims);
    }

    private static String unsigned(String claims) {
        return TestSigner.url("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + TestSigner.url(claims.getBytes(StandardCharsets.UTF_8))
                + ".";
    }

    private static String altered(String base64, String from, String to) {
        var text = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        return Base64.getEncoder()
                .encodeToString(text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp"})
    void bytesOfAnyKindAreRefusedAndNothingElseHappens(String cloud) {
        var good =
                Map.of(
                                "aws", CLOUD.ec2(EC2, NOW),
                                "azure", CLOUD.azure(AZURE, CHALLENGE, NOW),
                                "gcp", CLOUD.google(GOOGLE, CHALLENGE, NOW))
                        .get(cloud)
                        .document();
        var random = new Random(7);
        var shown = new ArrayList<>(List.of("", ".", "..", "a.b.c", "MIIB", "\u0000", "%", "MAA="));
        for (int i = 0; i < 300; i++) {
            var changed = good.toCharArray();
            changed[random.nextInt(changed.length)] = (char) ('!' + random.nextInt(90));
            shown.add(
                    new String(changed)
                            .substring(
                                    0,
                                    i % 3 == 0 ? random.nextInt(changed.length) : changed.length));
        }
        var nested = new byte[6000];
        java.util.Arrays.fill(nested, (byte) 0x30);
        shown.add(Base64.getEncoder().encodeToString(nested));
        java.util.Arrays.fill(nested, (byte) '[');
        shown.add("e30." + TestSigner.url(nested) + ".e30");
        var machine = Map.of("aws", EC2, "azure", AZURE, "gcp", GOOGLE).get(cloud);

        // one that is taken all the same was changed where nothing is signed
        assertThat(shown)
                .allSatisfy(text ->
                        assertThatCode(
                                        () -> {
                                            try {
                                                require(cloud, evidence(text), machine);
                                            } catch (Unproven e) {
                                                assertThat(e.getMessage()).hasSizeLessThan(1000);
                                            }
                                        })
                                .doesNotThrowAnyException());
    }

    @Test
    void whatIsLargerThanAnyDocumentIsNotLookedAt() {
        assertThatThrownBy(() -> new Evidence("a".repeat(16 * 1024 + 1), ""))
                .isInstanceOf(Unproven.class);
        assertThatThrownBy(() -> new Evidence("", "a".repeat(32 * 1024 + 1)))
                .isInstanceOf(Unproven.class);
        assertThat(new Evidence("secret", "").toString()).isEqualTo("6 + 0 bytes");
    }

    @Test
    void keysThatCannotBeHadAreNoReasonToBelieveOrToRefuse() {
        var anchors =
                new IdentityAnchors(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                                new IdentityAnchors.Gcp(
                                        "", java.net.URI.create("http://127.0.0.1:1/keys"))));
        var checks = MachineIdentities.of(anchors, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThatThrownBy(() ->
                        checks.require(
                                "gcp",
                                CLOUD.google(GOOGLE, CHALLENGE, NOW),
                                CHALLENGE,
                                SINCE,
                                GOOGLE))
                .isInstanceOf(KeysUnavailable.class)
                .hasMessageContaining("cannot be had from http://127.0.0.1:1/keys");
    }

    @Test
    void ofEveryRegionTheCertificateIsKnown() {
        assertThat(MachineIdentities.awsRegions())
                .hasSize(39)
                .containsKeys("us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1");
        assertThat(MachineIdentities.awsRegions().values())
                .allSatisfy(it ->
                        assertThat(it.getSubjectX500Principal().getName())
                                .contains("Amazon Web Services LLC"));
    }

    @Test
    void theNonceIsWhatTheMachineWorksOut() {
        assertThat(CHALLENGE.nonce()).matches("[0-9]{10}").isNotEqualTo(ANOTHER.nonce());
        assertThat(Challenge.of("sha256:00", "abcdef").nonce()).isEqualTo("0411420120");
    }
}
