package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HandshakeTest {
    private static final int CURL_COULD_NOT_CONNECT = 7;
    private static final String COOKIE =
            "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

    @Test
    void onlyTheClientThatStartedItIsServedAndItEndsWhenToldTo() throws Exception {
        var terraform = ServerCertificate.make(Clock.systemUTC());
        var stranger = ServerCertificate.make(Clock.systemUTC());
        var environment =
                Map.of(
                        "TF_PLUGIN_MAGIC_COOKIE",
                        COOKIE,
                        "PLUGIN_PROTOCOL_VERSIONS",
                        "5,6",
                        "PLUGIN_CLIENT_CERT",
                        new String(
                                terraform.certificatePem().readAllBytes(),
                                StandardCharsets.US_ASCII));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var read = new PipedInputStream();
                var out = new PrintStream(new PipedOutputStream(read), true)) {
            var exitCode =
                    threads.submit(() -> Plugin.run(Notes::registry, environment, out, System.err));
            var line = new BufferedReader(new InputStreamReader(read)).readLine().split("\\|");
            assertThat(List.of(line).subList(0, 3)).containsExactly("1", "6", "tcp");
            assertThat(line[3]).matches("127\\.0\\.0\\.1:\\d+");
            assertThat(line[4]).isEqualTo("grpc");
            var server = certificate(line[5]);
            server.verify(server.getPublicKey());
            assertThat(server.getKeyUsage())
                    .containsExactly(true, false, true, false, true, true, false, false, false);
            assertThat(server.getSubjectAlternativeNames().toString()).contains("localhost");

            assertThatThrownBy(() -> shutdown(line[3], line[5], stranger))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageStartingWith("UNAVAILABLE");
            assertThat(exitCode.isDone()).isFalse();
            shutdown(line[3], line[5], terraform);
            assertThat(exitCode.get()).isZero();
        }
    }

    @Test
    void whoStartsItByHandIsToldWhatItIs() throws Exception {
        assertThat(refusal(Map.of()))
                .startsWith("This is a plugin of Terraform and OpenTofu, which start it");
        assertThat(refusal(Map.of("TF_PLUGIN_MAGIC_COOKIE", COOKIE)))
                .as("without a certificate, anybody on the machine could use it")
                .startsWith("This is a plugin of Terraform and OpenTofu, which start it");
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws Exception {
        var garbled = "-----BEGIN CERTIFICATE-----\nabcde\n-----END CERTIFICATE-----\n";

        assertThat(refusal(Map.of("TF_PLUGIN_MAGIC_COOKIE", COOKIE, "PLUGIN_CLIENT_CERT", "none")))
                .startsWith(
                        "This plugin cannot tell Terraform from others by PLUGIN_CLIENT_CERT, in which Terraform hands it a certificate: no certificate in PEM.");
        assertThat(refusal(Map.of("TF_PLUGIN_MAGIC_COOKIE", COOKIE, "PLUGIN_CLIENT_CERT", garbled)))
                .startsWith("This plugin cannot tell Terraform from others by PLUGIN_CLIENT_CERT");
    }

    @Test
    void anOlderTerraformIsTurnedAway() throws Exception {
        assertThat(
                        refusal(
                                Map.of(
                                        "TF_PLUGIN_MAGIC_COOKIE",
                                        COOKIE,
                                        "PLUGIN_CLIENT_CERT",
                                        "any",
                                        "PLUGIN_PROTOCOL_VERSIONS",
                                        "4,5")))
                .isEqualToIgnoringNewLines(
                        "This provider speaks plugin protocol 6, and this Terraform only 4,5: use Terraform 1.0 or newer.");
    }

    @Test
    void oneThatStaysSaysHowItIsFoundAndEndsWithItsInput() throws Exception {
        var out = new ByteArrayOutputStream();

        Plugin.stay(
                Notes::registry,
                "toys/toy",
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("export TF_REATTACH_PROVIDERS='{\"toys/toy\": {")
                .containsPattern("\"Addr\": \\{\"Network\": \"unix\", \"String\": \"/[^\"]+\"}}}'");
    }

    @Test
    void oneThatStaysServesItsUserAndNobodyElse() throws Exception {
        Path socket;
        try (var plugin = Plugin.startOwn(Notes::registry)) {
            socket = plugin.socket();

            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
            assertThat(dial(socket)).isZero();
            assumeTrue(
                    Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                    "only root can dial it as another user");
            assertThat(dial(socket, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"))
                    .isEqualTo(CURL_COULD_NOT_CONNECT);
        }
        assertThat(socket.getParent()).doesNotExist();
    }

    /// What curl ends with, started so, when it has asked a socket for anything over HTTP/2.
    private static int dial(Path socket, String... starter) throws Exception {
        var words = new ArrayList<>(List.of(starter));
        words.addAll(List.of("curl", "-s", "--max-time", "60", "--http2-prior-knowledge"));
        words.addAll(List.of("--unix-socket", socket.toString(), "http://localhost/"));
        return new ProcessBuilder(words).directory(new File("/")).start().waitFor();
    }

    private static String refusal(Map<String, String> environment) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code =
                Plugin.run(
                        Notes::registry, environment, new PrintStream(out), new PrintStream(err));
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        return err.toString();
    }

    private static void shutdown(String address, String server, ServerCertificate client)
            throws Exception {
        var empty = ProtoUtils.marshaller(Empty.getDefaultInstance());
        var method =
                MethodDescriptor.newBuilder(empty, empty)
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("plugin.GRPCController/Shutdown")
                        .build();
        var channel = Rehearsal.channel(address, server, client);
        try {
            ClientCalls.blockingUnaryCall(
                    channel, method, CallOptions.DEFAULT, Empty.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    private static X509Certificate certificate(String base64) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }
}
