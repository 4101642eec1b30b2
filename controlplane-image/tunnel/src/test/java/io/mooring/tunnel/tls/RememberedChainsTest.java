package io.mooring.tunnel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.tunnel.testkit.TestCertificates;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RememberedChainsTest {
    @TempDir private Path directory;
    private final Judge judge = new Judge();
    private final RememberedChains chains = new RememberedChains(judge);
    private X509Certificate client;
    private X509Certificate ca;
    private SSLEngine engine;

    @BeforeEach
    void certificates() throws Exception {
        var files = TestCertificates.in(directory);
        client = read(files.clientCertificate());
        ca = read(files.ca());
        engine = SSLContext.getDefault().createSSLEngine();
    }

    private static X509Certificate read(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void check(X509Certificate... chain) throws CertificateException {
        chains.checkClientTrusted(chain, "UNKNOWN", engine);
    }

    @Test
    void aGoodChainIsVerifiedOnce() throws Exception {
        check(client);
        check(client);

        assertThat(judge.asked).isEqualTo(1);
    }

    @Test
    void anotherChainIsVerifiedOnItsOwn() throws Exception {
        check(client);
        check(client, ca);
        check(ca);

        assertThat(judge.asked).isEqualTo(3);
    }

    @Test
    void aBadChainIsVerifiedAndRefusedEachTime() {
        judge.refuses = true;

        assertThatThrownBy(() -> check(client)).hasMessage("no");
        assertThatThrownBy(() -> check(client)).hasMessage("no");
        assertThat(judge.asked).isEqualTo(2);
    }

    private static final class Judge extends X509ExtendedTrustManager {
        private int asked;
        private boolean refuses;

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            asked++;
            if (refuses) {
                throw new CertificateException("no");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
