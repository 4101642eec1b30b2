package io.mooring.kube;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bodies of requests about tokens and certificates.
final class AuthRequests {
    private static final String API = "authentication.k8s.io/v1";

    private AuthRequests() {}

    static String tokenReview(Secret token, List<String> audiences) {
        return Json.text(
                Map.of(
                        "apiVersion",
                        API,
                        "kind",
                        "TokenReview",
                        "spec",
                        Map.of("token", token.value(), "audiences", audiences)));
    }

    static String tokenRequest(List<String> audiences, Duration ttl, Optional<BoundObject> bound) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("audiences", audiences);
        spec.put("expirationSeconds", ttl.toSeconds());
        bound.ifPresent(b ->
                spec.put(
                        "boundObjectRef",
                        Map.of(
                                "apiVersion", "v1",
                                "kind", b.kind(),
                                "name", b.name(),
                                "uid", b.uid())));
        return Json.text(Map.of("apiVersion", API, "kind", "TokenRequest", "spec", spec));
    }

    /// The signing request with one more condition.
    static KubeObject decided(KubeObject request, String type, String reason, String message) {
        var conditions = new ArrayList<Object>(request.list("status", "conditions"));
        conditions.add(
                Map.of("type", type, "status", "True", "reason", reason, "message", message));
        return request.with(conditions, "status", "conditions");
    }
}
