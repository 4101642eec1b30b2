package io.mooring.provider.resources.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.mooring.kube.PemStores;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine on a port that wants to know its clients, with certificates as Docker's own manual has
/// them made.
final class EngineTlsTest {

    @TempDir private Path directory = Path.of("");

    private HttpsServer server;

    @BeforeEach
    void anEngineWithTls() throws Exception {
        openssl("req -x509 -nodes -days 2 -subj /CN=ca", "ca");
        certificate("server", "subjectAltName=IP:127.0.0.1");
        certificate("client", "extendedKeyUsage=clientAuth");
        Files.move(directory.resolve("client.pem"), directory.resolve("cert.pem"));
        Files.move(directory.resolve("client-key.pem"), directory.resolve("key.pem"));
        var context = SSLContext.getInstance("TLS");
        context.init(
                PemStores.keys(text("server.pem"), text("server-key.pem")),
                PemStores.trust(text("ca.pem")),
                null);
        server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        var wanted = context.getDefaultSSLParameters();
                        wanted.setNeedClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    boolean known = exchange.getRequestURI().getPath().equals("/version");
                    byte[] body =
                            (known ? "{\"ApiVersion\": \"1.41\"}" : "{\"message\": \"no such\"}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(known ? 200 : 404, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private String text(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    private void certificate(String name, String extension) throws Exception {
        Files.writeString(directory.resolve("extension"), extension);
        openssl("req -nodes -subj /CN=" + name, name);
        run(
                List.of(
                        "openssl",
                        "x509",
                        "-req",
                        "-in",
                        name + ".pem",
                        "-CA",
                        "ca.pem",
                        "-CAkey",
                        "ca-key.pem",
                        "-CAcreateserial",
                        "-days",
                        "2",
                        "-extfile",
                        "extension",
                        "-out",
                        name + ".pem.new"));
        Files.move(
                directory.resolve(name + ".pem.new"),
                directory.resolve(name + ".pem"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void openssl(String words, String name) throws Exception {
        var command = new ArrayList<>(List.of(("openssl " + words).split(" ")));
        command.addAll(
                List.of(
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-keyout",
                        name + "-key.pem",
                        "-out",
                        name + ".pem"));
        run(command);
    }

    private void run(List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(new String(said, StandardCharsets.UTF_8)).isZero();
    }

    private DockerHost host(Path certificates) {
        String address = "tcp://127.0.0.1:" + server.getAddress().getPort();
        return GivenEngine.host(
                DockerPlace.at(EngineEndpoint.parse(address, Optional.of(certificates))));
    }

    @Test
    void aClientWithItsCertificateIsServed() {
        assertThat(host(directory).state("shop")).isEqualTo(new ClusterState.Absent());
    }

    @Test
    void aClientThatTheEngineDoesNotKnowOrThatDoesNotKnowTheEngineIsTold() throws IOException {
        Path stranger = Files.createDirectory(directory.resolve("stranger"));
        Files.copy(directory.resolve("cert.pem"), stranger.resolve("ca.pem"));

        assertThatThrownBy(() -> host(stranger).state("shop"))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining("no container engine answers at tcp://127.0.0.1:")
                .hasMessageContaining("PKIX");
        Files.delete(stranger.resolve("ca.pem"));
        Files.copy(directory.resolve("ca.pem"), stranger.resolve("ca.pem"));
        // whether its refusal comes before or after the handshake is TLS's own affair
        assertThatThrownBy(() -> host(stranger).state("shop"))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining("tcp://127.0.0.1:");
    }

    @Test
    void aFileThatIsMissingIsNamed() throws IOException {
        Files.delete(directory.resolve("key.pem"));
        assertThatThrownBy(() -> host(directory).state("shop"))
                .hasMessageEndingWith(
                        "a file of this machine is needed: %s/key.pem: is not there; it goes with cert.pem"
                                .formatted(directory));

        Files.delete(directory.resolve("cert.pem"));
        Files.delete(directory.resolve("ca.pem"));
        assertThatThrownBy(() -> host(directory).state("shop"))
                .hasMessageEndingWith(
                        "a file of this machine is needed: %s/ca.pem: is not there; it holds the authority of the engine's certificate"
                                .formatted(directory));
    }

    @Test
    void filesThatAreNoCertificatesAreNamed() throws IOException {
        Files.writeString(directory.resolve("key.pem"), "nothing");

        assertThatThrownBy(() -> host(directory).state("shop"))
                .hasMessageContaining("the certificates in " + directory + ": ");
    }
}
