package io.mooring.kube;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the API says of a bearer token.
public sealed interface TokenReviewResult {
    /// The token is good for at least one of the audiences that were asked for.
    ///
    /// @param extra claims such as `authentication.kubernetes.io/node-name`
    record Authenticated(
            String username,
            List<String> groups,
            Map<String, List<String>> extra,
            List<String> audiences)
            implements TokenReviewResult {
        public Authenticated {
            groups = List.copyOf(groups);
            extra = Map.copyOf(extra);
            audiences = List.copyOf(audiences);
        }
    }

    /// The token is not accepted.
    record Rejected(String reason) implements TokenReviewResult {}

    static TokenReviewResult of(KubeObject review) {
        var error = review.text("status", "error").orElse("");
        if (!review.text("status", "authenticated").orElse("false").equals("true")
                || !error.isEmpty()) {
            return new Rejected(error.isEmpty() ? "the token is not known" : error);
        }
        var extra = new LinkedHashMap<String, List<String>>();
        review.map("status", "user", "extra")
                .forEach((key, value) -> extra.put(key, texts((List<?>) value)));
        return new Authenticated(
                review.text("status", "user", "username").orElse(""),
                texts(review.list("status", "user", "groups")),
                extra,
                texts(review.list("status", "audiences")));
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }
}
