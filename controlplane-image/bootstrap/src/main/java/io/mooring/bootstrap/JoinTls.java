package io.mooring.bootstrap;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// TLS of the join endpoint: a certificate is asked of clients, checked if one comes, and not
/// required.
final class JoinTls extends HttpsConfigurator {
    private JoinTls(SSLContext context) {
        super(context);
    }

    static JoinTls load(JoinEndpointConfig config) {
        try {
            var chain = certificates(config.certFile());
            var password = new char[0];
            var own = emptyStore();
            own.setKeyEntry("join", privateKey(config.keyFile()), password, chain);
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, password);
            var authorities = emptyStore();
            int index = 0;
            for (var authority : certificates(config.caFile())) {
                authorities.setCertificateEntry("ca" + index++, authority);
            }
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(authorities);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new JoinTls(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new BootstrapException(
                    "cannot load the join endpoint's certificate "
                            + config.certFile()
                            + ", its key or the authority "
                            + config.caFile()
                            + "; check that they exist and belong together",
                    e);
        }
    }

    @Override
    public void configure(HttpsParameters parameters) {
        var tls = getSSLContext().getDefaultSSLParameters();
        tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        tls.setWantClientAuth(true);
        parameters.setSSLParameters(tls);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(Path file)
            throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(bytes)
                .toArray(Certificate[]::new);
    }

    private static java.security.PrivateKey privateKey(Path file)
            throws IOException, GeneralSecurityException {
        var base64 =
                Files.readString(file)
                        .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                        .replaceAll("\\s", "");
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (IllegalArgumentException _) {
            throw new GeneralSecurityException(file + " is no PKCS#8 PEM key");
        }
    }
}
