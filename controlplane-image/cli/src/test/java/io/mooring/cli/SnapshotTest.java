package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.cli.testkit.RealServer;
import io.mooring.cli.testkit.RealServer.Finished;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A cluster on SQLite that becomes one on etcd by way of a snapshot, made while it was written to;
/// told in order.
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

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        String obstacle = RealServer.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        Assumptions.assumeTrue(
                Files.isExecutable(RealServer.binaries().resolve("etcd")), "no etcd");
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
                .atMost(RealServer.LIMIT)
                .until(() -> server().kubectl("get", "serviceaccount", "default").exitCode() == 0);
        token = require("create", "token", "default").strip();
        Process writer = server().startBeside(directory.resolve("writer.log"), writing());
        try {
            await("writes")
                    .atMost(RealServer.LIMIT)
                    .until(() ->
                            Files.readString(directory.resolve("writer.log")).contains("w0010"));

            assertThat(snapshot("create", data(), "--config", "vcluster.yaml", "a.snapshot"))
                    .as(err.toString())
                    .isZero();
        } finally {
            writer.destroyForcibly();
        }

        assertThat(writer.onExit().join().exitValue()).as("it ended by itself before").isNotZero();
        assertThat(out.toString()).matches("\\S+a.snapshot: cluster data at revision \\d+, .*\n");
        Path made = directory.resolve("a.snapshot");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(made, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
        require("create", "configmap", "later");
    }

    @Test
    @Order(2)
    void itSaysWhatItIsOf() throws IOException {
        assertThat(mooring("snapshot", "list", directory.toString())).isZero();
        assertThat(out.toString()).contains("FILE").contains("a.snapshot  data").contains("v1.");

        assertThat(snapshot("inspect", List.of(), "a.snapshot", "--output", "json")).isZero();
        assertThat(out.toString())
                .contains("\"store\" : \"embedded database\"")
                .contains("\"checked\" : \"everything\"");
    }

    @Test
    @Order(3)
    void nothingIsRestoredOverAServerThatRuns() {
        assertThat(
                        snapshot(
                                "restore",
                                data(),
                                "--force",
                                "--config",
                                "vcluster.yaml",
                                "a.snapshot"))
                .isEqualTo(1);

        assertThat(err.toString())
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

        assertThat(restoreInto("never", "flipped")).isEqualTo(1);
        assertThat(err.toString()).contains("flipped is damaged: it was cut or changed");
        assertThat(restoreInto("never", "other")).isEqualTo(1);
        assertThat(err.toString()).contains("other is of a cluster of Kubernetes v1.99, and this");
        assertThat(mooring(restoring("never", "a.snapshot", "wrong"))).isEqualTo(1);
        assertThat(err.toString()).contains("this is not the passphrase it was made with");
        assertThat(directory.resolve("never")).doesNotExist();
    }

    @Test
    @Order(4)
    void aClusterThatIsStoppedHasASnapshotToo() {
        assertThat(server().terminate()).isZero();

        assertThat(snapshot("create", data(), "--config", "vcluster.yaml", "b.snapshot"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("b.snapshot: cluster data at revision ");
    }

    @Test
    @Order(5)
    void theClusterIsThereAgainOnAnotherStoreAsItWas() throws IOException {
        Path admin =
                Files.copy(
                        server().dataDir().resolve("kubeconfig/admin.conf"),
                        directory.resolve("old.conf"));
        Path place = Files.createDirectory(directory.resolve("new"));

        assertThat(restoreInto("new/data", "a.snapshot")).as(err.toString()).isZero();
        assertThat(out.toString()).endsWith(", embedded etcd\n");
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

        assertThat(restoreInto("new/data", "b.snapshot")).isEqualTo(1);
        assertThat(err.toString())
                .contains("it holds a cluster (pki, kubeconfig, etcd, store, egress.yaml); choose");
        assertThat(mooring(restoring("new/data", "b.snapshot", "passphrase", "--force"))).isZero();

        assertThat(out.toString()).contains("what was there is in ");
        Path aside =
                Path.of(
                        out.toString()
                                .lines()
                                .toList()
                                .getLast()
                                .substring("what was there is in ".length()));
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

    private static String[] writing() throws IOException {
        String objects =
                IntStream.range(0, WRITTEN_MEANWHILE)
                        .mapToObj(
                                "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"w%04d\", \"namespace\": \"default\"}}"
                                        ::formatted)
                        .collect(Collectors.joining("\n"));
        return new String[] {
            RealServer.binaries().resolve("kubectl").toString(),
            "--kubeconfig",
            server().dataDir().resolve("kubeconfig/admin.conf").toString(),
            "create",
            "--validate=false",
            "-f",
            file("many.json", objects)
        };
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
        var command = new ArrayList<String>();
        command.add(RealServer.binaries().resolve("kubectl").toString());
        command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return server().runBeside(command).output();
    }

    private static String require(String... arguments) {
        Finished finished = server().kubectl(arguments);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
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
                RealServer.binaries().toString());
    }

    private int restoreInto(String place, String file) {
        return mooring(restoring(place, file, "passphrase"));
    }

    private static String[] restoring(
            String place, String file, String passphrase, String... more) {
        var arguments = new ArrayList<>(List.of("snapshot", "restore"));
        arguments.add(directory.resolve(file).toString());
        arguments.addAll(List.of("--data-dir", directory.resolve(place).toString()));
        arguments.addAll(List.of("--config", directory.resolve("etcd.yaml").toString()));
        arguments.addAll(List.of("--bin-dir", RealServer.binaries().toString()));
        arguments.addAll(List.of("--passphrase-file", directory.resolve(passphrase).toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /// Names of files are in the test's directory.
    private int snapshot(String command, List<String> place, String... more) {
        var arguments = new ArrayList<>(List.of("snapshot", command));
        arguments.addAll(place);
        arguments.addAll(List.of("--passphrase-file", directory.resolve("passphrase").toString()));
        for (String argument : more) {
            boolean isFile = argument.contains(".");
            arguments.add(isFile ? directory.resolve(argument).toString() : argument);
        }
        return mooring(arguments.toArray(String[]::new));
    }

    private int mooring(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
