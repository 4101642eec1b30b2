package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.cli.testkit.Finished;
import io.mooring.cli.testkit.MooringProgram;
import io.mooring.cli.testkit.TunnelServerProcess;
import io.mooring.tunnel.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--cipher-suites` of `mooring tunnel-server`: for TLS 1.2 alone, as with upstream.
final class TunnelCipherTest {

    private static final String CHOSEN = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    private static final String OTHER = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    @TempDir private Path directory = Path.of("");
    private TestCertificates certificates = new TestCertificates(directory);

    @BeforeEach
    void makeCertificates() throws Exception {
        certificates = TestCertificates.in(directory.resolve("pki"));
    }

    @Test
    void clientsOfTls12GetTheChosenSuitesAloneAndThoseOfTls13AreLetIn() throws Exception {
        try (var server = TunnelServerProcess.start(directory, flags(CHOSEN))) {
            int port = server.agentPort();

            assertThat(handshake(port, "TLSv1.2", OTHER, CHOSEN)).isEqualTo(CHOSEN);
            assertThatThrownBy(() -> handshake(port, "TLSv1.2", OTHER))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(handshake(port, "TLSv1.3", "TLS_AES_128_GCM_SHA256"))
                    .isEqualTo("TLS_AES_128_GCM_SHA256");
        }
    }

    @Test
    void withoutAChoiceEitherSuiteDoes() throws Exception {
        try (var server = TunnelServerProcess.start(directory, flags("[]"))) {
            assertThat(handshake(server.agentPort(), "TLSv1.2", CHOSEN)).isEqualTo(CHOSEN);
            assertThat(handshake(server.agentPort(), "TLSv1.2", OTHER)).isEqualTo(OTHER);
        }
    }

    @Test
    void anUnknownSuiteIsNamedAndNothingStarts() {
        var arguments =
                Stream.concat(
                        Stream.of("tunnel-server", "--agent-port=8132"),
                        flags("TLS_NO_SUCH_SUITE").stream());

        Finished tried = MooringProgram.run(arguments.toArray(String[]::new));

        assertThat(tried.exitCode()).isEqualTo(1);
        assertThat(tried.output()).contains("the cipher suite TLS_NO_SUCH_SUITE is not known");
    }

    private List<String> flags(String suites) {
        var files = certificates.mutual();
        return List.of(
                "--mode=grpc",
                "--uds-name=" + directory.resolve("front.sock"),
                "--server-port=0",
                "--cluster-ca-cert=" + certificates.ca(),
                "--cluster-cert=" + files.certificate(),
                "--cluster-key=" + files.key(),
                "--cipher-suites=" + suites);
    }

    /// The suite that a client with these to offer agrees on with the server.
    private String handshake(int port, String protocol, String... suites) throws Exception {
        var factory = certificates.clientSockets().getSocketFactory();
        var loopback = InetAddress.getLoopbackAddress();
        try (var socket = (SSLSocket) factory.createSocket(loopback, port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(suites);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return socket.getSession().getCipherSuite();
        } catch (SSLHandshakeException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("no handshake by " + protocol, e);
        }
    }
}
