package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "aws, PUT /latest/api/token|GET /latest/dynamic/instance-identity/rsa2048, X-aws-ec2-metadata-token: session",
        "gcp, GET /computeMetadata/v1/instance/service-accounts/default/identity, Metadata-Flavor: Google",
        "azure, GET /metadata/attested/document, Metadata: true"
    })
    void aMachineProvesWhichItIsAndGoesOnWithWhatItGetsForIt(
            String cloud, String asked, String header) throws IOException {
        var etc = proving(cloud);
        try (var metadata = MetadataService.start(server.caHash(), Samples.TOKEN.substring(0, 6))) {
            var result = run("/bin/sh", etc, metadata.address());

            assertThat(result.output()).contains("which machine this is").contains(" runs");
            assertThat(metadata.lines()).containsExactlyElementsOf(List.of(asked.split("\\|")));
            assertThat(metadata.headers()).contains(header);
            assertThat(server.lines())
                    .containsExactly("GET /node/ca.crt", "POST /node/identity", "GET /node/join");
            var form = server.requests.get(1);
            assertThat(form.authorization()).isEqualTo("Bearer " + Samples.TOKEN);
            assertThat(form.tokenInArguments()).isFalse();
            assertThat(form.body())
                    .startsWith("cloud=" + cloud + "&key=")
                    .contains("&document=" + MetadataService.FORM_OF_DOCUMENT);
            assertThat(Files.readString(etc.resolve("token")))
                    .isEqualTo(FakeJoinEndpoint.GIVEN + "\n");
            assertThat(etc.resolve("proof.key")).doesNotExist();

            assertThat(run("/bin/sh", etc, metadata.address()).status()).isZero();
            assertThat(server.lines())
                    .hasSize(5)
                    .filteredOn("POST /node/identity"::equals)
                    .hasSize(1);
        }
    }

    @Test
    void aMachineWithoutADocumentSaysSoWhenTheTimeIsOver() throws IOException {
        var etc = proving("gcp");

        var result = run("/bin/sh", etc, "http://127.0.0.1:1");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("this machine cannot prove which it is")
                .contains("On Google Cloud the machine needs a service account");
        assertThat(server.lines()).containsExactly("GET /node/ca.crt");
    }

    private Path proving(String cloud) throws IOException {
        var etc = prepared(server.endpoint(), server.caHash(), 3);
        Files.writeString(
                etc.resolve("node.env"),
                "MOORING_IDENTITY=" + cloud + "\n",
                StandardOpenOption.APPEND);
        Files.writeString(etc.resolve("mooring-node-identity"), Resources.text("identity.sh"));
        return etc;
    }

    private Sh.Result stub(String shell, CaHash hash, int seconds) throws IOException {
        return stub(shell, server.endpoint(), hash, seconds);
    }

    private Sh.Result stub(String shell, Endpoint endpoint, CaHash hash, int seconds)
            throws IOException {
        return run(shell, prepared(endpoint, hash, seconds), "http://127.0.0.1:1");
    }

    private Path prepared(Endpoint endpoint, CaHash hash, int seconds) throws IOException {
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
        Files.writeString(etc.resolve("bootstrap"), Resources.text("bootstrap.sh"));
        return etc;
    }

    private static Sh.Result run(String shell, Path etc, String metadata) {
        return Sh.run(
                Map.of(
                        "MOORING_ETC", etc.toString(),
                        "MOORING_RUN", etc.resolve("run").toString(),
                        "MOORING_METADATA", metadata),
                Sh.command(shell, etc.resolve("bootstrap").toString()));
    }
}
