package io.mooring.tunnel.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Makes Netty's server contexts out of PEM files: BoringSSL's where its library loads, the JDK's
/// else.
public final class ServerTls {
    private ServerTls() {}

    /// TLS 1.2 or newer. With protocols given, one of them is selected of those that a client
    /// offers; none when it offers none of them, and then grpc-go hangs up.
    ///
    /// @throws IOException when a file cannot be read or is not what it should be
    public static SslContext context(TlsFiles files, List<String> protocols) throws IOException {
        try {
            var builder =
                    SslContextBuilder.forServer(
                                    PemKey.read(files.key()), certificates(files.certificate()))
                            .protocols("TLSv1.3", "TLSv1.2")
                            // the default kind encrypts, with thousands of hashes, what stays here
                            .keyStoreType("JKS")
                            .sessionCacheSize(1024);
            if (!protocols.isEmpty()) {
                builder.applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                protocols));
            }
            if (!files.cipherSuites().isEmpty()) {
                builder.ciphers(suites(files.cipherSuites()));
            }
            if (files.clientCa().isPresent()) {
                builder.trustManager(verifier(certificates(files.clientCa().get())));
                builder.clientAuth(ClientAuth.REQUIRE);
            } else {
                // else Netty would load every authority that the JDK knows, to verify nobody
                builder.trustManager(new NoClients());
            }
            return builder.build();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "cannot set TLS up with certificate %s and key %s: %s"
                            .formatted(files.certificate(), files.key(), e.getMessage()),
                    e);
        }
    }

    /// Those of TLS 1.3 cannot be chosen, as in Go: they come in addition.
    private static List<String> suites(List<String> chosen) throws GeneralSecurityException {
        var supported =
                Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        for (var suite : chosen) {
            if (!supported.contains(suite)) {
                throw new GeneralSecurityException("the cipher suite " + suite + " is not known");
            }
        }
        var suites = new ArrayList<>(chosen);
        supported.stream().filter(ServerTls::isOfTls13).forEach(suites::add);
        return suites;
    }

    private static boolean isOfTls13(String suite) {
        return suite.startsWith("TLS_AES_") || suite.startsWith("TLS_CHACHA20_");
    }

    private static TrustManager verifier(X509Certificate[] authorities)
            throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (var i = 0; i < authorities.length; i++) {
            store.setCertificateEntry("ca-" + i, authorities[i]);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager verifier) {
                return new RememberedChains(verifier);
            }
        }
        throw new GeneralSecurityException("this JDK cannot verify certificates");
    }

    private static X509Certificate[] certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("no PEM certificate in " + file);
            }
            return found.toArray(X509Certificate[]::new);
        }
    }
}
