package io.mooring.kube;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Who a client of TLS is and whom it trusts, out of PEM.
public final class PemStores {

    private PemStores() {}

    /// @param key PKCS#8, PKCS#1 or SEC 1; a secret
    /// @throws GeneralSecurityException if these are none
    public static KeyManager[] keys(String certificate, String key)
            throws GeneralSecurityException, IOException {
        var password = new char[0];
        var store = emptyStore();
        store.setKeyEntry("client", PrivateKeyPem.read(key), password, certificates(certificate));
        var factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    /// @throws GeneralSecurityException if these are no certificates
    public static TrustManager[] trust(String authorities)
            throws GeneralSecurityException, IOException {
        var store = emptyStore();
        int index = 0;
        for (var certificate : certificates(authorities)) {
            store.setCertificateEntry("ca" + index++, certificate);
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
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
