package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The steps of the join script that fetch files and report, run for real; only places differ.
final class JoinFilesTest {
    private static final String FETCH =
            "start_reports; step Files fetching; list_files; download first; download rest\n";

    @TempDir Path directory;
    private FakeJoinEndpoint server;
    private Path installed;

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException {
        server = FakeJoinEndpoint.start(directory, "127.0.0.1");
        installed = Files.createDirectory(directory.resolve("installed"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsMissingIsFetchedOnceAndInstalledForExecution() throws Exception {
        offer("kubelet", "a kubelet", digest("a kubelet"));
        offer("cni/bridge", "a bridge", digest("a bridge"));
        server.answer(
                "/node/files",
                manifest("kubelet", "a kubelet") + manifest("cni/bridge", "a bridge"));

        assertThat(fetch().status()).isZero();
        assertThat(fetch().status()).isZero();

        assertThat(installed.resolve("kubelet")).hasContent("a kubelet");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(installed.resolve("cni/bridge"))))
                .isEqualTo("rwxr-xr-x");
        assertThat(server.lines()).filteredOn("GET /node/files/kubelet"::equals).hasSize(1);
        assertThat(server.requests).noneMatch(FakeJoinEndpoint.Request::tokenInArguments);
    }

    @Test
    void aFileWithAnotherChecksumIsNotInstalledAndTheControlPlaneIsTold() throws Exception {
        offer("kubelet", "a forged one", digest("a kubelet"));
        server.answer("/node/files", manifest("kubelet", "a kubelet"));

        var result = fetch();

        assertThat(result.status()).isEqualTo(1);
        var why =
                "the file kubelet from https://%s does not have the checksum that its list says (%s): it was not installed"
                        .formatted(server.endpoint().authority(), digest("a kubelet"));
        assertThat(result.output()).contains(why);
        assertThat(installed).isEmptyDirectory();
        assertThat(server.requests)
                .filteredOn(it -> it.line().equals("POST /node/status"))
                .last()
                .satisfies(it ->
                        assertThat(it.body())
                                .isEqualTo(
                                        "{\"node\":\"worker-1\",\"phase\":\"Failed\",\"message\":\"in phase Files: "
                                                + why
                                                + "\"}"));
    }

    @ParameterizedTest
    @CsvSource({"x86_64, amd64", "aarch64, arm64", "riscv64, riscv64"})
    void aMachineAsksForWhatIsForItsProcessor(String machine, String asked) throws Exception {
        offer("kubelet", "a kubelet", digest("a kubelet"));
        server.answer("/node/files", manifest("kubelet", "a kubelet"));

        var result = run("uname() { echo %s; }\n".formatted(machine) + FETCH);

        assertThat(result.status()).isZero();
        assertThat(server.requests)
                .filteredOn(it -> it.line().startsWith("GET /node/files"))
                .extracting(FakeJoinEndpoint.Request::query)
                .containsExactly("arch=" + asked, "arch=" + asked);
    }

    @Test
    void aMachineForWhoseProcessorThereIsNothingIsNotTriedAgain() throws Exception {
        var result = run("uname() { echo riscv64; }\n" + FETCH);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output())
                .contains(
                        "https://%s has no files for this machine (riscv64): there is no such thing"
                                .formatted(server.endpoint().authority()));
        assertThat(installed).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "a b", "x;reboot", "$(id)", "a\"b"})
    void aNameThatLeadsElsewhereIsRefused(String name) throws Exception {
        server.answer("/node/files", manifest(name, "x"));

        var result = fetch();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("holds a name that is not to be trusted");
        assertThat(installed).isEmptyDirectory();
    }

    @Test
    void aReportIsJsonWhateverTheMessage() throws Exception {
        server.answer("/node/files", "");

        var result = run("start_reports; step Odd 'a \"b\" \\ c\td'\n");

        assertThat(result.status()).isZero();
        assertThat(server.requests.getLast().body())
                .isEqualTo(
                        "{\"node\":\"worker-1\",\"phase\":\"Odd\",\"message\":\"a \\\"b\\\" \\\\ c d\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "nameserver 10.0.0.2, '', as it is",
        "nameserver 127.0.0.53, nameserver 10.0.0.3, as it is",
        "nameserver 127.0.0.53, nameserver ::1, nameserver 10.77.0.9",
        "'', search a.example, nameserver 10.77.0.9"
    })
    void podsAreToldOfNoResolverOnLoopback(String first, String second, String told)
            throws IOException {
        var one = Files.writeString(directory.resolve("one"), first + "\n");
        var two = Files.writeString(directory.resolve("two"), second + "\n");

        var result =
                run(
                        "resolvers() { echo %s %s; }\nMOORING_NODE_IP=10.77.0.9,fd00::9\n"
                                        .formatted(one, two)
                                + "file=$(resolv_conf); echo \"$file\"; cat \"$file\"\n");

        var lines = result.output().lines().toList();
        if (told.equals("as it is")) {
            assertThat(lines.getFirst()).isIn(one.toString(), two.toString());
            assertThat(lines.getLast()).startsWith("nameserver 10.0.0.");
        } else {
            assertThat(lines.getFirst()).endsWith("/resolv.conf");
            assertThat(lines.getLast()).isEqualTo(told);
        }
    }

    private Sh.Result fetch() throws IOException {
        return run(FETCH);
    }

    private Sh.Result run(String steps) throws IOException {
        var etc = Files.createTempDirectory(directory, "etc");
        var run = Files.createDirectory(etc.resolve("run"));
        Files.write(run.resolve("ca.crt"), server.answers.get("/node/ca.crt"));
        Files.writeString(
                run.resolve("auth"), "header = \"Authorization: Bearer " + Samples.TOKEN + "\"\n");
        Files.writeString(etc.resolve("node.env"), "MOORING_NODE_NAME=worker-1\n");
        var complete = JoinScript.render(Samples.cluster(""));
        var script =
                complete.substring(0, complete.lastIndexOf("\nmain\n") + 1)
                        + "own_runtime=no pki=/nonexistent\ntarget_of() { echo '"
                        + installed
                        + "'/\"$1\"; }\n"
                        + steps;
        return Sh.run(
                Map.of(
                        "MOORING_ETC", etc.toString(),
                        "MOORING_RUN", run.toString(),
                        "MOORING_AUTHORITY", server.endpoint().authority(),
                        "MOORING_DEADLINE", "4000000000"),
                "sh",
                Files.writeString(etc.resolve("join"), script).toString());
    }

    private void offer(String name, String content, String digest) {
        assertThat(digest).hasSize(64);
        server.answer("/node/files/" + name, content);
    }

    private static String manifest(String name, String content) throws GeneralSecurityException {
        return digest(content) + " " + content.length() + " " + name + "\n";
    }

    private static String digest(String content) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(content.getBytes(StandardCharsets.UTF_8)));
    }
}
