package io.mooring.pki;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The kubeconfigs this package writes, and whether one it wrote earlier still holds.
final class Kubeconfig {
    private Kubeconfig() {}

    static String render(
            String cluster,
            String server,
            String user,
            Authority ca,
            X509Certificate certificate,
            KeyPair pair) {
        return head(cluster, server, ca)
                + """
                users:
                - name: "%2$s"
                  user:
                    client-certificate-data: %3$s
                    client-key-data: %4$s
                contexts:
                - name: "%2$s@%1$s"
                  context:
                    cluster: "%1$s"
                    user: "%2$s"
                current-context: "%2$s@%1$s"
                """
                        .formatted(
                                cluster,
                                user,
                                base64(Pem.of(certificate)),
                                base64(Pem.of(pair.getPrivate())));
    }

    private static String head(String cluster, String server, Authority ca) {
        return """
        apiVersion: v1
        kind: Config
        preferences: {}
        clusters:
        - name: "%s"
          cluster:
            server: %s
            certificate-authority-data: %s
        """
                .formatted(cluster, server, base64(ca.pem()));
    }

    static boolean upToDate(
            String text, String cluster, String server, LeafSpec leaf, Authority ca, Clock clock) {
        return text.startsWith(head(cluster, server, ca))
                && field(text, "client-certificate-data")
                        .map(pem -> Pem.certificate(pem, "the kubeconfig"))
                        .filter(certificate -> Inspection.upToDate(certificate, leaf, ca, clock))
                        .isPresent();
    }

    private static Optional<String> field(String text, String name) {
        var matcher = Pattern.compile("(?m)^ *" + name + ": (\\S+)$").matcher(text);
        return matcher.find()
                ? Optional.of(
                        new String(
                                Base64.getDecoder().decode(matcher.group(1)),
                                StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
