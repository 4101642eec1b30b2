package io.mooring.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server with the real upstream programs, with its data on a disk of 160 MB that runs
/// full.
@Order(7)
final class ServerTroubleTest {

    private static final int CHUNK = 64 * 1024;
    private static final int MOST_WRITES = 100;

    @TempDir private static Path directory = Path.of("");
    private static Optional<RealServer> running = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectory(disk());
        Command.in(directory)
                .run("mount", "-t", "tmpfs", "-o", "size=160m", "mooring-test", disk().toString())
                .succeeded();
        running = Optional.of(RealServer.launch(directory, disk().resolve("data")));
        server().awaitReady();
    }

    @AfterAll
    static void end() {
        running.ifPresent(RealServer::close);
        if (Files.exists(disk())) {
            await("unmounted").until(ServerTroubleTest::unmounted);
        }
    }

    @Test
    void everyPortInUseIsNamedBeforeAnythingIsStarted() {
        Command.Result second =
                server().runBeside(RealServer.commandLine(directory, directory.resolve("second")));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .endsWith(
                        "mooring server: starting a control plane: cannot listen on 0.0.0.0:8443 (Address already in use), 127.0.0.1:6443 (Address already in use), 127.0.0.1:9443 (Address already in use); end what does, or start it in a network namespace of its own\n");
        assertThat(directory.resolve("second/state.db")).doesNotExist();
    }

    @Test
    void aFullDiskIsSaidAndOnceThereIsRoomEveryAcknowledgedWriteIsThere() throws IOException {
        Path filler = disk().resolve("filler");
        fill(filler);
        List<String> acknowledged = writeUntilRefused();

        await("the log says so").until(() -> log("KB free"));
        assertThat(server().health("/readyz"))
                .startsWith("HTTP/1.1 503")
                .contains(
                        "[-]data-directory failed: the file system of "
                                + server().dataDir()
                                + " has ")
                .contains("make room, and it goes on by itself");

        Files.delete(filler);

        server().awaitReady();
        await("the log says so").until(() -> log("there is room again"));
        assertThat(server().kubectl("create", "configmap", "afterwards").output())
                .isEqualTo("configmap/afterwards created\n");
        assertThat(server().kubectl("get", "configmaps", "-o", "name").output().lines())
                .containsAll(acknowledged)
                .contains("configmap/afterwards");
    }

    @Test
    void aServerThatIsStartedOnAFullDiskSaysSo() throws IOException {
        Path filler = disk().resolve("filler-of-start");
        fill(filler);
        try {
            Command.Result second =
                    RealServer.run(RealServer.commandLine(directory, disk().resolve("other")));

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .endsWith(
                            "mooring server: opening the data directory %s: its file system has 0 MB free, 64 are needed; make room or choose another\n"
                                    .formatted(disk().resolve("other")));
        } finally {
            Files.delete(filler);
            server().awaitReady();
        }
    }

    /// Writes of 256 KB, the first of which still find room in what the store holds already.
    private static List<String> writeUntilRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(4 * CHUNK));
        var acknowledged = new ArrayList<String>();
        for (int i = 0; i < MOST_WRITES; i++) {
            Command.Result write =
                    server().kubectl("create", "configmap", "full-" + i, "--from-file=" + text);
            if (write.exitCode() != 0) {
                assertThat(write.output()).contains("database or disk is full");
                return acknowledged;
            }
            acknowledged.add("configmap/full-" + i);
        }
        throw new AssertionError(MOST_WRITES + " writes to a full disk were acknowledged");
    }

    private static void fill(Path filler) throws IOException {
        byte[] nothing = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(disk()).getUsableSpace() > 0) {
                int room = (int) Math.min(CHUNK, Files.getFileStore(disk()).getUsableSpace());
                out.write(nothing, 0, room);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    private static boolean log(String text) throws IOException {
        return server().log()
                .lines()
                .anyMatch(line -> line.contains("data directory: ") && line.contains(text));
    }

    private static boolean unmounted() {
        Command.Result finished = Command.in(directory).run("umount", disk().toString());
        return finished.exitCode() == 0 || finished.output().contains("not mounted");
    }

    private static Path disk() {
        return directory.resolve("disk");
    }

    private static RealServer server() {
        return running.orElseThrow();
    }
}
