package io.mooring.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Google Compute Engine's identity tokens of the format `full`: JWTs by RS256, made for an
/// audience.
final class GoogleDocuments implements DocumentReader {
    private static final Set<String> ISSUERS =
            Set.of("https://accounts.google.com", "accounts.google.com");
    private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

    private final GoogleKeys keys;

    GoogleDocuments(GoogleKeys keys) {
        this.keys = keys;
    }

    @Override
    public Map<String, String> read(Evidence evidence, Question question) {
        try {
            var parts = evidence.document().strip().split("\\.", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("it has not the three parts of a token");
            }
            requireSignature(parts);
            var claims = Json.object(BASE64.decode(parts[1]));
            requireMeant(claims, question);
            var machine = claims.path("google").path("compute_engine");
            if (!machine.isObject()) {
                throw new Unproven(
                        "the identity token says nothing of a machine: it was not asked for with format=full on Compute Engine");
            }
            return Map.of(
                    "project_id", Json.text(machine, "project_id"),
                    "zone", Json.text(machine, "zone"),
                    "instance_name", Json.text(machine, "instance_name"),
                    "instance_id", Json.text(machine, "instance_id"));
        } catch (IllegalArgumentException e) {
            throw new Unproven(
                    "this is no identity token of Google: " + Words.of(e.getMessage()), e);
        }
    }

    private void requireSignature(String[] parts) {
        var head = Json.object(BASE64.decode(parts[0]));
        var algorithm = Json.text(head, "alg");
        if (!algorithm.equals("RS256") || head.has("crit")) {
            throw new Unproven(
                    "the identity token is signed by \"%s\", and Google's are by RS256"
                            .formatted(Words.of(algorithm)));
        }
        var id = Json.text(head, "kid");
        var key =
                keys.find(id)
                        .orElseThrow(() ->
                                new Unproven(
                                        "the identity token is signed by the key \"%s\", which is none of Google's that this control plane knows"
                                                .formatted(Words.of(id))));
        var signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        if (!signedBy(key, signed, BASE64.decode(parts[2]))) {
            throw new Unproven("the signature of the identity token is wrong: it was altered");
        }
    }

    private static boolean signedBy(PublicKey key, byte[] signed, byte[] signature) {
        try {
            var check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static void requireMeant(JsonNode claims, Question question) {
        var issuer = Json.text(claims, "iss");
        if (!ISSUERS.contains(issuer)) {
            throw new Unproven(
                    "the identity token is by \"%s\", not by Google".formatted(Words.of(issuer)));
        }
        if (!Json.text(claims, "aud").equals(question.challenge().text())) {
            throw new Unproven(
                    "the identity token was made for \"%s\", not for this join token of this cluster"
                            .formatted(Words.of(Json.text(claims, "aud"))));
        }
        question.requireBefore(time(claims, "exp"));
        question.requireRecent(time(claims, "iat"), "the identity token was made");
    }

    private static Instant time(JsonNode claims, String name) {
        var seconds = claims.path(name);
        if (!seconds.isIntegralNumber() || !seconds.canConvertToLong()) {
            throw new IllegalArgumentException("its " + name + " is no time");
        }
        return Instant.EPOCH.plusSeconds(Math.clamp(seconds.longValue(), 0, 1L << 40));
    }
}
