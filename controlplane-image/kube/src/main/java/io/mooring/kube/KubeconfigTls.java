package io.mooring.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a kubeconfig trusts and who it is, taken out of fabric8's hands.
///
/// fabric8 reads EC keys in one of their two usual forms only, and adds the JDK's hundred public
/// authorities to the cluster's own; here a cluster is trusted by its own authority alone.
final class KubeconfigTls {
    private final KeyManager @Nullable [] keys;
    private final TrustManager @Nullable [] trust;

    private KubeconfigTls(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
        this.keys = keys;
        this.trust = trust;
    }

    HttpClient.Builder applyTo(HttpClient.Builder builder) {
        return builder.sslContext(keys, trust);
    }

    SSLSocketFactory sockets() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /// Reads both and takes them out of the configuration.
    static KubeconfigTls takeFrom(Config config) {
        try {
            var keys = keys(config);
            config.setClientCertData(null);
            config.setClientCertFile(null);
            config.setClientKeyData(null);
            config.setClientKeyFile(null);
            return new KubeconfigTls(keys, trust(config));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "cannot use the kubeconfig's certificates ("
                            + e.getMessage()
                            + "); check its certificate-authority, client-certificate and client-key",
                    e);
        }
    }

    private static KeyManager @Nullable [] keys(Config config)
            throws GeneralSecurityException, IOException {
        var certificate = pem(config.getClientCertData(), config.getClientCertFile());
        var key = pem(config.getClientKeyData(), config.getClientKeyFile());
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        return PemStores.keys(certificate.get(), key.get());
    }

    private static TrustManager @Nullable [] trust(Config config)
            throws GeneralSecurityException, IOException {
        var authority = pem(config.getCaCertData(), config.getCaCertFile());
        if (config.isTrustCerts() || authority.isEmpty()) {
            return SSLUtils.trustManagers(config);
        }
        config.setCaCertData(null);
        config.setCaCertFile(null);
        return PemStores.trust(authority.get());
    }

    private static Optional<String> pem(@Nullable String data, @Nullable String file)
            throws IOException {
        if (data != null && !data.isBlank()) {
            // fabric8 takes PEM here as well as its Base64 form
            return Optional.of(
                    data.startsWith("-----")
                            ? data
                            : new String(
                                    Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8));
        }
        return file == null || file.isBlank()
                ? Optional.empty()
                : Optional.of(Files.readString(Path.of(file)));
    }
}
