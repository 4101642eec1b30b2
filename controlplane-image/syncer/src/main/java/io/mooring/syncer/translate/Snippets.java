package io.mooring.syncer.translate;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Annotations by which ingress controllers take text into the configuration of a server that
/// serves others too: of ingresses, and of the services behind them.
final class Snippets {
    /// Those of ingress-nginx, NGINX's and HAProxy's own, and HAProxy Ingress.
    private static final Pattern KEY =
            Pattern.compile(
                    ".*-snippets?|nginx\\.(org|com)/.*snippets?.*"
                            + "|(haproxy-ingress\\.github\\.io|ingress\\.kubernetes\\.io)/"
                            + "(config-.*|.*-lua-.*)");

    private Snippets() {}

    static void leaveOut(Map<String, Object> annotations, Findings findings) {
        for (var key : List.copyOf(annotations.keySet())) {
            if (KEY.matcher(key).matches()) {
                annotations.remove(key);
                findings.note(
                        "annotation " + key + " was left out: it is text for a server of others");
            }
        }
    }
}
