package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.registry.testkit.RegistryServer;
import io.mooring.server.SnapshotStores;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.SnapshotWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked of snapshots that are in a store.
final class SnapshotCommandsTest {

    private static final String PASSPHRASE = "correct horse battery";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory = Path.of("");

    @Test
    void whatIsNoSnapshotIsNamedAndTheOthersAreListed() throws IOException {
        Path store = Files.createDirectory(directory.resolve("store"));
        Files.move(made(), store.resolve("a.snapshot"));
        Files.writeString(store.resolve("b.snapshot"), "something else altogether");

        assertThat(mooring("snapshot", "list", "file://" + store)).isZero();

        assertThat(out.toString()).contains("a.snapshot  shop").doesNotContain("b.snapshot");
        assertThat(err)
                .hasToString(
                        "mooring snapshot list: %s/b.snapshot is no snapshot of a virtual cluster; left out\n"
                                .formatted(store));
    }

    @Test
    void oneInARegistryIsListedAndLookedThrough() throws IOException {
        Path kept = Files.createDirectory(directory.resolve("registry"));
        Path credentials = Files.createDirectory(directory.resolve("credentials"));
        Files.writeString(credentials.resolve("username"), "keeper");
        Files.writeString(credentials.resolve("password"), "hunter2");
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE + "\n");
        try (RegistryServer registry = RegistryServer.start(kept, "keeper", "hunter2")) {
            String place = "oci://" + registry.address() + "/team/shop";
            try (SnapshotStore store =
                    SnapshotStores.open(SnapshotUrl.parse(place), Optional.of(credentials))) {
                store.put(made(), "nightly");
            }
            String[] login = {"--store-credentials", credentials.toString()};

            assertThat(mooring("snapshot", "list", place, login[0], login[1])).isZero();
            assertThat(out.toString()).contains("nightly  shop");
            String url = place + ":nightly";
            int code =
                    mooring(
                            "snapshot",
                            "inspect",
                            url,
                            login[0],
                            login[1],
                            "--passphrase-file",
                            passphrase.toString());
            assertThat(err.toString()).isEmpty();
            assertThat(code).isZero();
            assertThat(out.toString()).contains("checked     everything", url);
        }
    }

    @Test
    void oneThatCannotBeReadIsNotTakenForGone() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(directory.resolve("broken"), Path.of("/proc/self/mem"));
        String place = directory.toString();

        assertThat(mooring("snapshot", "list", place, "--name", "broken")).isEqualTo(1);
        assertThat(mooring("snapshot", "list", place, "--name", "loop")).isEqualTo(1);
        assertThat(mooring("snapshot", "delete", place + "/loop")).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains("reading the snapshot " + place + "/broken: ")
                                        .endsWith("Input/output error"),
                        line ->
                                assertThat(line)
                                        .contains("reading the snapshot " + place + "/loop: "),
                        line ->
                                assertThat(line)
                                        .contains("reading the snapshot " + place + "/loop: "));
        assertThat(mooring("snapshot", "list", place, "--name", "file")).isZero();
        assertThat(mooring("snapshot", "list", place, "--name", "none")).isZero();
        assertThat(mooring("snapshot", "list", place)).isZero();
    }

    @Test
    void theHelpNamesEveryKindOfStore() {
        for (String verb : List.of("create", "inspect", "restore", "delete")) {
            assertThat(mooring("snapshot", verb, "--help")).isZero();

            assertThat(out.toString().replaceAll("\\s", ""))
                    .contains(SnapshotTarget.URLS.replace(" ", ""));
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void whoseSnapshotItIsMustBeSaidInOneWay() throws IOException {
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE);
        List<String> create =
                List.of("snapshot", "create", "x", "--passphrase-file", passphrase.toString());

        assertThat(mooring(create, List.of())).isEqualTo(1);
        assertThat(mooring(create, List.of("--namespace", "tenants"))).isEqualTo(1);
        assertThat(mooring(create, List.of("-n", "tenants", "--data-dir", "a", "--bin-dir", "b")))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "mooring snapshot create: which control plane? give --data-dir, or of one in a host cluster --name and --namespace",
                        "mooring snapshot create: which control plane of the host cluster? give --name",
                        "mooring snapshot create: of a control plane in a host cluster, its pod knows --data-dir, --bin-dir; leave that out");
    }

    @Test
    void howMuchOfTheInputIsTheSnapshotIsSaidWhereItComesInAndNowhereElse() throws IOException {
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE);
        List<String> restore =
                List.of(
                        "snapshot",
                        "restore",
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--passphrase-file",
                        passphrase.toString());

        assertThat(mooring(restore, List.of("-"))).isEqualTo(1);
        assertThat(mooring(restore, List.of("-", "--input-bytes", "-1"))).isEqualTo(1);
        assertThat(mooring(restore, List.of("a.snapshot", "--input-bytes", "7"))).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "mooring snapshot restore: how much of the standard input is the snapshot? give --input-bytes",
                        "mooring snapshot restore: no snapshot has -1 bytes; give as --input-bytes how many it has",
                        "mooring snapshot restore: --input-bytes is for a snapshot that comes in, and this one is a.snapshot; leave it out, or give - instead");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private int mooring(List<String> command, List<String> more) {
        return mooring(Stream.concat(command.stream(), more.stream()).toArray(String[]::new));
    }

    private Path made() {
        Path file = directory.resolve("made");
        var info =
                new SnapshotInfo(
                        "shop",
                        "v1.34.4",
                        "SQLite",
                        7,
                        1,
                        0,
                        Instant.parse("2026-11-22T10:00:00Z"));
        try (var writer = SnapshotWriter.create(file, info, new Passphrase(PASSPHRASE))) {
            writer.key(new byte[] {1}, new byte[] {2}, 0);
            writer.finish();
        }
        return file;
    }

    private int mooring(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
