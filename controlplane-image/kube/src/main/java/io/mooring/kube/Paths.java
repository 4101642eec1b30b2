package io.mooring.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

final class Paths {
    private Paths() {}

    static String collection(ResourceKind kind, String namespace) {
        var scope = namespace.isEmpty() ? "" : "/namespaces/" + escape(namespace);
        return kind.root() + scope + "/" + kind.plural();
    }

    /// RBAC names hold colons, which a path may hold; everything else unusual is escaped.
    static String escape(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
