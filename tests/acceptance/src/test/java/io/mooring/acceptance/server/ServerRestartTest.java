package io.mooring.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A real server that is killed after it has let a node in, started anew on the same data, and
/// stopped; told in order.
@Order(12)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ServerRestartTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String USED =
            "the single-use token has been used: make a new one with 'mooring token create --single-use'\n";
    private static final String NODE =
            """
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}}
            """;

    @TempDir private static Path directory = Path.of("");
    private static Optional<RealServer> running = Optional.empty();
    private static String token = "";

    @BeforeAll
    static void start() throws IOException {
        launch();
    }

    private static void launch() throws IOException {
        RealServer launched = RealServer.launch(directory);
        running = Optional.of(launched);
        launched.awaitReady();
    }

    @AfterAll
    static void end() {
        running.ifPresent(RealServer::close);
    }

    @Test
    @Order(1)
    void aSingleUseTokenIsUsedOnceItsNodeIsThere() throws IOException {
        token = mooring("token", "create", "--single-use").output().strip();
        String id = token.substring(0, 6);
        assertThat(joinScript()).startsWith("#!/bin/sh");

        applyAs("system:bootstrap:" + id, certificateRequest());
        await("claimed")
                .atMost(LIMIT)
                .pollInterval(PAUSE)
                .until(() -> listed().contains("\"usedBy\":\"n1\""));
        assertThat(listed()).contains("\"state\":\"good\"");
        server().kubectl("create", "-f", file("node.json", NODE));

        await("used")
                .atMost(LIMIT)
                .pollInterval(PAUSE)
                .until(() -> listed().contains("\"state\":\"used\""));
        assertThat(joinScript()).isEqualTo(USED);
    }

    @Test
    @Order(2)
    void aKilledServerLeavesNoProcess() {
        List<ProcessHandle> children = server().children();
        assertThat(children).hasSize(4);

        server().kill();

        await("no orphans").atMost(Duration.ofSeconds(10)).until(() -> noneAlive(children));
    }

    @Test
    @Order(3)
    void theNextOneHasTheDataAndKnowsThatTheTokenWasUsed() throws IOException {
        launch();

        assertThat(server().kubectl("get", "node", "n1", "-o", "name").output())
                .isEqualTo("node/n1\n");
        assertThat(joinScript()).isEqualTo(USED);
        assertThat(listed()).contains("\"state\":\"used\"", "\"usedBy\":\"n1\"");
    }

    @Test
    @Order(4)
    void aServerThatIsStoppedEndsAllThatItStarted() throws IOException {
        List<ProcessHandle> children = server().children();

        assertThat(server().terminate()).isZero();

        assertThat(noneAlive(children)).isTrue();
        assertThat(Files.readString(directory.resolve("data/lock"))).isNotEmpty();
    }

    private static boolean noneAlive(List<ProcessHandle> processes) {
        return processes.stream().noneMatch(ProcessHandle::isAlive);
    }

    private static RealServer server() {
        return running.orElseThrow();
    }

    private static String certificateRequest() throws IOException {
        Path request = directory.resolve("n1.csr");
        Command.in(directory)
                .run(
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
                        "n1.key",
                        "-out",
                        request.toString())
                .succeeded();
        return """
        {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": "n1"},
         "spec": {"signerName": "kubernetes.io/kube-apiserver-client-kubelet",
                  "usages": ["digital signature", "client auth"], "request": "%s"}}
        """
                .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(request)));
    }

    private static void applyAs(String user, String object) throws IOException {
        server().kubectl(
                        "create",
                        "-f",
                        file("request.json", object),
                        "--as=" + user,
                        "--as-group=system:bootstrappers",
                        "--as-group=system:bootstrappers:kubeadm:default-node-token")
                .succeeded();
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    /// The tokens as JSON, without its blanks.
    private static String listed() {
        return mooring("token", "list", "--output", "json").output().replace(" ", "");
    }

    private static Command.Result mooring(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data-dir", server().dataDir().toString()));
        return server().runBeside(RealServer.mooring(all.toArray(String[]::new)));
    }

    private static String joinScript() {
        return server().runBeside(
                        List.of(
                                "curl",
                                "-s",
                                "--max-time",
                                "20",
                                "--cacert",
                                server().dataDir().resolve("pki/ca.crt").toString(),
                                "--connect-to",
                                "join.mooring.internal:443:10.76.0.2:8443",
                                "-H",
                                "Authorization: Bearer " + token,
                                "https://join.mooring.internal/node/join"))
                .output();
    }
}
