package io.mooring.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Command;
import io.mooring.acceptance.Running;
import io.mooring.acceptance.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A cluster on SQLite that becomes one on etcd by way of a snapshot, made while it was written to;
/// told in order.
@Order(13)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SnapshotTest {

    private static final String PASSPHRASE = "correct horse battery staple";
    private static final int WRITTEN_MEANWHILE = 3000;
    private static final String ON_ETCD =
            """
            privateNodes: {enabled: true}
            controlPlane:
              endpoint: 10.76.0.2:8443
              backingStore: {etcd: {embedded: {enabled: true}}}
            """;
    private static final String EVENT =
            """
            {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "told", "namespace": "default"},
             "involvedObject": {"kind": "ConfigMap", "namespace": "default", "name": "first"},
             "reason": "Told", "message": "it was told", "type": "Normal"}
            """;

    @TempDir private static Path directory = Path.of("");
    private static Optional<RealServer> running = Optional.empty();
    private static String token = "";

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(directory.resolve("passphrase"), PASSPHRASE + "\n");
        Files.writeString(directory.resolve("wrong"), "incorrect horse battery\n");
        Files.writeString(directory.resolve("etcd.yaml"), ON_ETCD);
        running = Optional.of(RealServer.launch(directory));
        server().awaitReady();
    }

    @AfterAll
    static void end() {
        running.ifPresent(RealServer::close);
    }

    @Test
    @Order(1)
    void aSnapshotIsMadeWhileOthersWrite() throws IOException {
        require("create", "configmap", "first", "--from-literal=a=b");
        require("create", "secret", "generic", "sealed", "--from-literal=word=s3cr3t");
        require("create", "-f", file("event.json", EVENT));
        await("the controllers' service account")
                .until(() -> server().kubectl("get", "serviceaccount", "default").exitCode() == 0);
        token = require("create", "token", "default");
        Running writer = server().startBeside(directory, "writer", writing());
        String said;
        try {
            await("writes").until(() -> writer.output().contains("w0010"));

            said =
                    snapshot("create", data(), "--config", "vcluster.yaml", "a.snapshot")
                            .succeeded();
        } finally {
            writer.close();
        }

        assertThat(writer.exitCode()).as("it ended by itself before").isNotZero();
        assertThat(said).matches("\\S+a.snapshot: cluster data at revision \\d+, .*");
        Path made = directory.resolve("a.snapshot");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(made, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
        require("create", "configmap", "later");
    }

    @Test
    @Order(2)
    void itSaysWhatItIsOf() throws IOException {
        assertThat(mooring("snapshot", "list", directory.toString()).succeeded())
                .contains("FILE")
                .contains("a.snapshot  data")
                .contains("v1.");

        assertThat(snapshot("inspect", List.of(), "a.snapshot", "--output", "json").succeeded())
                .contains("\"store\" : \"embedded database\"")
                .contains("\"checked\" : \"everything\"");
    }

    @Test
    @Order(3)
    void nothingIsRestoredOverAServerThatRuns() {
        Command.Result refused =
                snapshot("restore", data(), "--force", "--config", "vcluster.yaml", "a.snapshot");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .startsWith("mooring snapshot restore: opening the data directory ")
                .endsWith("holds it; stop that one first\n");
    }

    @Test
    @Order(3)
    void nothingIsWrittenOfASnapshotThatIsNotRight() throws IOException {
        byte[] whole = Files.readAllBytes(directory.resolve("a.snapshot"));
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 4;
        Files.write(directory.resolve("flipped"), flipped);
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        Files.writeString(
                directory.resolve("other"),
                text.replaceFirst("\"v1\\.[0-9][0-9]\\.", "\"v1.99."),
                StandardCharsets.ISO_8859_1);

        assertThat(refused(restoring("never", "flipped", "passphrase")))
                .contains("flipped is damaged: it was cut or changed");
        assertThat(refused(restoring("never", "other", "passphrase")))
                .contains("other is of a cluster of Kubernetes v1.99, and this");
        assertThat(refused(restoring("never", "a.snapshot", "wrong")))
                .contains("this is not the passphrase it was made with");
        assertThat(directory.resolve("never")).doesNotExist();
    }

    @Test
    @Order(4)
    void aClusterThatIsStoppedHasASnapshotToo() {
        assertThat(server().terminate()).isZero();

        assertThat(
                        snapshot("create", data(), "--config", "vcluster.yaml", "b.snapshot")
                                .succeeded())
                .contains("b.snapshot: cluster data at revision ");
    }

    @Test
    @Order(5)
    void theClusterIsThereAgainOnAnotherStoreAsItWas() throws IOException {
        Path admin =
                Files.copy(
                        server().dataDir().resolve("kubeconfig/admin.conf"),
                        directory.resolve("old.conf"));
        Path place = Files.createDirectory(directory.resolve("new"));

        assertThat(mooring(restoring("new/data", "a.snapshot", "passphrase")).succeeded())
                .endsWith(", embedded etcd");
        running = Optional.of(RealServer.launchWith(place, "{etcd: {embedded: {enabled: true}}}"));
        server().awaitReady();

        assertThat(asBefore(admin, "get", "configmap", "first", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        assertThat(asBefore(admin, "get", "secret", "sealed", "-o", "jsonpath={.data.word}"))
                .isEqualTo("czNjcjN0");
        assertThat(asBefore(admin, "get", "event", "told", "-o", "jsonpath={.message}"))
                .isEqualTo("it was told");
        assertThat(asBefore(admin, "get", "configmap", "later")).contains("not found");
        assertThat(asBefore(Path.of("/dev/null"), caller())).contains("system:serviceaccount:");
        assertOfOneMoment(asBefore(admin, "get", "configmap", "-o", "name"));
    }

    @Test
    @Order(6)
    void aClusterThatIsThereIsPutAsideOnlyIfAsked() throws IOException {
        assertThat(server().terminate()).isZero();

        assertThat(refused(restoring("new/data", "b.snapshot", "passphrase")))
                .contains("it holds a cluster (pki, kubeconfig, etcd, store, egress.yaml); choose");
        String said =
                mooring(restoring("new/data", "b.snapshot", "passphrase", "--force")).succeeded();

        String last = said.lines().toList().getLast();
        assertThat(last).startsWith("what was there is in ");
        Path aside = Path.of(last.substring("what was there is in ".length()));
        assertThat(aside.resolve("etcd/member")).isDirectory();
        assertThat(directory.resolve("new/data/etcd/member")).isDirectory();
        assertThat(directory.resolve("new/data/pki/sa.key"))
                .hasSameBinaryContentAs(directory.resolve("data/pki/sa.key"));
        assertThat(directory.resolve("new/data/restore.new")).doesNotExist();
    }

    /// What was made one after the other is there up to one, and none behind it.
    private static void assertOfOneMoment(String names) {
        List<String> written =
                names.lines().filter(name -> name.startsWith("configmap/w")).sorted().toList();
        assertThat(written)
                .hasSizeGreaterThan(10)
                .hasSizeLessThan(WRITTEN_MEANWHILE)
                .isEqualTo(
                        IntStream.range(0, written.size())
                                .mapToObj("configmap/w%04d"::formatted)
                                .toList());
    }

    private static List<String> writing() throws IOException {
        String objects =
                IntStream.range(0, WRITTEN_MEANWHILE)
                        .mapToObj(
                                "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"w%04d\", \"namespace\": \"default\"}}"
                                        ::formatted)
                        .collect(Collectors.joining("\n"));
        return List.of(
                Tree.upstream("kubectl"),
                "--kubeconfig",
                server().dataDir().resolve("kubeconfig/admin.conf").toString(),
                "create",
                "--validate=false",
                "-f",
                file("many.json", objects));
    }

    private static String[] caller() {
        return new String[] {
            "--server=https://10.76.0.2:8443",
            "--certificate-authority=" + server().dataDir().resolve("pki/ca.crt"),
            "--token=" + token,
            "auth",
            "whoami"
        };
    }

    private static String asBefore(Path kubeconfig, String... arguments) {
        return server().kubectl(kubeconfig).run(arguments).output();
    }

    private static String require(String... arguments) {
        return server().kubectl(arguments).succeeded();
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static RealServer server() {
        return running.orElseThrow();
    }

    private static List<String> data() {
        return List.of(
                "--data-dir",
                directory.resolve("data").toString(),
                "--bin-dir",
                Tree.upstream().toString());
    }

    private static String[] restoring(
            String place, String file, String passphrase, String... more) {
        var arguments = new ArrayList<>(List.of("snapshot", "restore"));
        arguments.add(directory.resolve(file).toString());
        arguments.addAll(List.of("--data-dir", directory.resolve(place).toString()));
        arguments.addAll(List.of("--config", directory.resolve("etcd.yaml").toString()));
        arguments.addAll(List.of("--bin-dir", Tree.upstream().toString()));
        arguments.addAll(List.of("--passphrase-file", directory.resolve(passphrase).toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /// Names of files are in the test's directory.
    private static Command.Result snapshot(String command, List<String> place, String... more) {
        var arguments = new ArrayList<>(List.of("snapshot", command));
        arguments.addAll(place);
        arguments.addAll(List.of("--passphrase-file", directory.resolve("passphrase").toString()));
        for (String argument : more) {
            boolean isFile = argument.contains(".");
            arguments.add(isFile ? directory.resolve(argument).toString() : argument);
        }
        return mooring(arguments.toArray(String[]::new));
    }

    /// What it says where it ends with 1.
    private static String refused(String... arguments) {
        Command.Result result = mooring(arguments);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        return result.output();
    }

    private static Command.Result mooring(String... arguments) {
        return RealServer.run(RealServer.mooring(arguments));
    }
}
