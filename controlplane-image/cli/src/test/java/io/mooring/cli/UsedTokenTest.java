package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.cli.testkit.RealServer;
import io.mooring.cli.testkit.RealServer.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A single-use token of a real server, which is restarted after the token has let its node in.
final class UsedTokenTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String USED =
            "the single-use token has been used: make a new one with 'mooring token create --single-use'\n";
    private static final String NODE =
            """
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}}
            """;

    @TempDir private Path directory = Path.of("");

    @BeforeAll
    static void requireTheRealThing() {
        String obstacle = RealServer.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
    }

    @Test
    void aServerThatStartsAnewStillKnowsThatTheTokenWasUsed() throws IOException {
        String token;
        try (var server = RealServer.launch(directory)) {
            server.awaitReady();
            token = mooring(server, "token", "create", "--single-use").output().strip();
            String id = token.substring(0, 6);
            assertThat(joinScript(server, token)).startsWith("#!/bin/sh");

            applyAs(server, "system:bootstrap:" + id, certificateRequest());
            await("claimed")
                    .atMost(LIMIT)
                    .until(() -> listed(server).contains("\"usedBy\":\"n1\""));
            assertThat(listed(server)).contains("\"state\":\"good\"");
            server.kubectl("create", "-f", file("node.json", NODE));

            await("used").atMost(LIMIT).until(() -> listed(server).contains("\"state\":\"used\""));
            assertThat(joinScript(server, token)).isEqualTo(USED);
            assertThat(server.terminate()).isZero();
        }

        try (var server = RealServer.launch(directory)) {
            server.awaitReady();

            assertThat(joinScript(server, token)).isEqualTo(USED);
            assertThat(listed(server)).contains("\"state\":\"used\"", "\"usedBy\":\"n1\"");
        }
    }

    private String certificateRequest() throws IOException {
        Path request = directory.resolve("n1.csr");
        Finished made =
                Finished.of(
                        List.of(
                                "openssl",
                                "req",
                                "-new",
                                "-newkey",
                                "ec",
                                "-nodes",
                                "-pkeyopt",
                                "ec_paramgen_curve:prime256v1",
                                "-subj",
                                "/O=system:nodes/CN=system:node:n1",
                                "-keyout",
                                directory.resolve("n1.key").toString(),
                                "-out",
                                request.toString()));
        assertThat(made.exitCode()).as(made.output()).isZero();
        return """
        {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": "n1"},
         "spec": {"signerName": "kubernetes.io/kube-apiserver-client-kubelet",
                  "usages": ["digital signature", "client auth"], "request": "%s"}}
        """
                .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(request)));
    }

    private void applyAs(RealServer server, String user, String object) throws IOException {
        Finished created =
                server.kubectl(
                        "create",
                        "-f",
                        file("request.json", object),
                        "--as=" + user,
                        "--as-group=system:bootstrappers",
                        "--as-group=system:bootstrappers:kubeadm:default-node-token");
        assertThat(created.exitCode()).as(created.output()).isZero();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    /// The tokens as JSON, without its blanks.
    private static String listed(RealServer server) {
        return mooring(server, "token", "list", "--output", "json").output().replace(" ", "");
    }

    private static Finished mooring(RealServer server, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", server.dataDir().toString()));
        return server.runBeside(RealServer.mooring(all.toArray(String[]::new)));
    }

    private static String joinScript(RealServer server, String token) {
        return server.runBeside(
                        List.of(
                                "curl",
                                "-s",
                                "--max-time",
                                "20",
                                "--cacert",
                                server.dataDir().resolve("pki/ca.crt").toString(),
                                "--connect-to",
                                "join.mooring.internal:443:10.76.0.2:8443",
                                "-H",
                                "Authorization: Bearer " + token,
                                "https://join.mooring.internal/node/join"))
                .output();
    }
}
