package io.mooring.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
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
        var password = new char[0];
        var store = emptyStore();
        store.setKeyEntry(
                "client", PrivateKeyPem.read(key.get()), password, certificates(certificate.get()));
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(Config config)
            throws GeneralSecurityException, IOException {
        var authority = pem(config.getCaCertData(), config.getCaCertFile());
        if (config.isTrustCerts() || authority.isEmpty()) {
            return SSLUtils.trustManagers(config);
        }
        config.setCaCertData(null);
        config.setCaCertFile(null);
        var store = emptyStore();
        int index = 0;
        for (var certificate : certificates(authority.get())) {
            store.setCertificateEntry("ca" + index++, certificate);
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
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

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        // of the kinds that hold keys in memory, this one does not encrypt them at great length
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(String pem) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(bytes)
                .toArray(Certificate[]::new);
    }
}
