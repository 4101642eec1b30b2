package io.mooring.bootstrap;

import io.mooring.kube.KubeObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What is known of a token, apart from its secret.
///
/// @param expiry empty if it never ends
/// @param claimedBy the node a single-use token has let in
/// @param provenBy the cloud whose document has to be shown with it
/// @param usedAt when that node had registered, and the token had done its work
public record TokenInfo(
        String id,
        Optional<Instant> expiry,
        boolean singleUse,
        Optional<String> nodeName,
        Optional<String> claimedBy,
        Optional<String> provenBy,
        Optional<Instant> usedAt,
        String description,
        List<String> groups) {
    static final String SINGLE_USE = "mooring.io/single-use";
    static final String NODE_NAME = "mooring.io/node-name";
    static final String CLAIMED_BY = "mooring.io/claimed-by";
    static final String CLAIMED_AT = "mooring.io/claimed-at";
    static final String PROVEN_BY = "mooring.io/proven-by";
    static final String USED_AT = "mooring.io/used-at";

    public TokenInfo {
        groups = List.copyOf(groups);
    }

    public boolean expiredAt(Instant now) {
        return expiry.isPresent() && !now.isBefore(expiry.get());
    }

    /// Whether it still lets a node in.
    public boolean goodAt(Instant now) {
        return usedAt.isEmpty() && !expiredAt(now);
    }

    static TokenInfo of(KubeObject secret) {
        var annotations = secret.annotations();
        return new TokenInfo(
                data(secret, "token-id").orElse(""),
                data(secret, "expiration").map(TokenInfo::instant),
                "true".equals(secret.labels().get(SINGLE_USE)),
                Optional.ofNullable(annotations.get(NODE_NAME)),
                Optional.ofNullable(annotations.get(CLAIMED_BY)),
                Optional.ofNullable(annotations.get(PROVEN_BY)),
                Optional.ofNullable(annotations.get(USED_AT)).map(TokenInfo::instant),
                data(secret, "description").orElse(""),
                data(secret, "auth-extra-groups")
                        .map(text -> Arrays.asList(text.split(",")))
                        .orElse(List.of()));
    }

    static Optional<String> data(KubeObject secret, String key) {
        return secret.text("data", key)
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    }

    /// kubeadm's users write offsets, too; a time nobody can read counts as over, as for the API
    /// server.
    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }
}
