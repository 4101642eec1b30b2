package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The stub of the user data, run for real against an endpoint on loopback.
final class BootstrapStubTest {
    private static final String SCRIPT = "#!/bin/sh\necho \"script of $MOORING_AUTHORITY runs\"\n";

    @TempDir Path directory;
    private FakeJoinEndpoint server;

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException {
        server = FakeJoinEndpoint.start(directory, "127.0.0.1");
        server.answer("/node/join", SCRIPT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("io.mooring.cloudinit.Sh#shells")
    void aMachineProvesTheEndpointThenFetchesAndRunsTheJoinScript(String shell) throws IOException {
        var result = stub(shell, server.caHash(), 30);

        assertThat(result.output())
                .contains("script of " + server.endpoint().authority() + " runs");
        assertThat(result.status()).isZero();
        assertThat(server.lines()).containsExactly("GET /node/ca.crt", "GET /node/join");
        assertThat(server.requests.getFirst().authorization()).isEmpty();
        assertThat(server.requests.getLast().authorization()).isEqualTo("Bearer " + Samples.TOKEN);
        assertThat(server.requests).noneMatch(FakeJoinEndpoint.Request::tokenInArguments);
    }

    @Test
    void anEndpointOfAnotherCaGetsNothing() throws IOException {
        var result = stub("/bin/sh", Samples.HASH, 30);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .contains(
                        "mooring-node: FAILED: the CA at https://%s has the hash %s, expected was %s: it is another cluster's, or someone is in between. Nothing was sent to it"
                                .formatted(
                                        server.endpoint().authority(),
                                        server.caHash().text(),
                                        Samples.HASH.text()));
        assertThat(server.lines()).containsExactly("GET /node/ca.crt");
        assertThat(server.requests.getFirst().authorization()).isEmpty();
    }

    @Test
    void aSecondCertificateBehindThePinnedOneIsNotTrusted() throws Exception {
        try (var other = FakeJoinEndpoint.start(directory, "127.0.0.1")) {
            var both =
                    new String(other.answers.get("/node/ca.crt"))
                            + new String(server.answers.get("/node/ca.crt"));
            server.answer("/node/ca.crt", both);

            var result = stub("/bin/sh", other.caHash(), 1);

            assertThat(result.status()).isEqualTo(1);
            assertThat(server.lines()).containsOnly("GET /node/ca.crt");
        }
    }

    @Test
    void aTokenThatIsRefusedEndsItAtOnceWithWhatToDo() throws IOException {
        server.acceptedToken = "zzzzzz.0000000000000000";

        var result = stub("/bin/sh", server.caHash(), 30);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .contains(
                        "https://%s/node/join refused the join token (HTTP 401): the token has expired\n"
                                .formatted(server.endpoint().authority()))
                .doesNotContain(Samples.TOKEN);
        assertThat(server.lines()).containsExactly("GET /node/ca.crt", "GET /node/join");
    }

    @Test
    void aControlPlaneThatIsStillStartingIsAskedAgain() throws IOException {
        server.failuresFirst.set(2);

        var result = stub("/bin/sh", server.caHash(), 30);

        assertThat(result.output()).contains("is not there yet (HTTP 503").contains(" runs");
        assertThat(server.lines())
                .containsExactly(
                        "GET /node/ca.crt",
                        "GET /node/ca.crt",
                        "GET /node/ca.crt",
                        "GET /node/join");
    }

    @Test
    void nobodyThereIsSaidWhenTheTimeIsOver() throws IOException {
        var endpoint = server.endpoint();
        server.close();

        var result = stub("/bin/sh", endpoint, server.caHash(), 1);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains(
                        "no answer from https://"
                                + endpoint.authority()
                                + "/node/ca.crt within 1 s")
                .contains("curl: (7)");
    }

    @Test
    void anIpv6AddressIsAnEndpointLikeAnyOther() throws Exception {
        try (var v6 = FakeJoinEndpoint.start(directory, "::1")) {
            v6.answer("/node/join", SCRIPT);

            var result = stub("/bin/sh", v6.endpoint(), v6.caHash(), 30);

            assertThat(result.output())
                    .contains("script of [::1]:" + v6.endpoint().port() + " runs");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>sign in</html>", "", "rm -rf /\n"})
    void whatIsNoJoinScriptIsNotRun(String answer) throws IOException {
        server.answer("/node/join", answer);

        var result = stub("/bin/sh", server.caHash(), 5);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .containsPattern(
                        "did not answer with a join script|is this the endpoint of a Mooring");
    }

    private Sh.Result stub(String shell, CaHash hash, int seconds) throws IOException {
        return stub(shell, server.endpoint(), hash, seconds);
    }

    private Sh.Result stub(String shell, Endpoint endpoint, CaHash hash, int seconds)
            throws IOException {
        var etc = Files.createTempDirectory(directory, "etc");
        Files.writeString(etc.resolve("token"), Samples.TOKEN + "\n");
        Files.writeString(
                etc.resolve("node.env"),
                Shell.assignments(
                        Map.of(
                                "MOORING_HOST", endpoint.host(),
                                "MOORING_PORT", Integer.toString(endpoint.port()),
                                "MOORING_CA_HASH", hash.text(),
                                "MOORING_NODE_NAME", "worker-1",
                                "MOORING_DEADLINE_SECONDS", Integer.toString(seconds))));
        var script = Files.writeString(etc.resolve("bootstrap"), Resources.text("bootstrap.sh"));
        return Sh.run(
                Map.of("MOORING_ETC", etc.toString(), "MOORING_RUN", etc.resolve("run").toString()),
                Sh.command(shell, script.toString()));
    }
}
