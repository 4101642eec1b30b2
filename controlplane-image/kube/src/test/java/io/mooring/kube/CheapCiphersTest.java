package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

final class CheapCiphersTest {

    @Test
    void chaCha20ComesFirstAndNothingIsLeftOut() throws Exception {
        var usual = SSLContext.getDefault().getDefaultSSLParameters();

        var offered = CheapCiphers.first();

        assertThat(offered.getCipherSuites())
                .containsExactlyInAnyOrder(usual.getCipherSuites())
                .startsWith("TLS_CHACHA20_POLY1305_SHA256");
        assertThat(
                        Arrays.stream(offered.getCipherSuites())
                                .dropWhile(suite -> suite.contains("CHACHA20")))
                .containsExactly(
                        Arrays.stream(usual.getCipherSuites())
                                .filter(suite -> !suite.contains("CHACHA20"))
                                .toArray(String[]::new));
        assertThat(offered.getProtocols()).containsExactly(usual.getProtocols());
    }
}
