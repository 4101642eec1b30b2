package io.mooring.provider.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallersTest {
    private static final String DIAL =
            """
            import encodings.idna, os, socket, sys
            os.setuid(int(sys.argv[2]))
            dialled = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            dialled.sendall(b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
            try:
                print("served" if dialled.recv(9) else "turned away")
            except ConnectionResetError:
                print("turned away")
            """;

    @TempDir Path directory;

    @Test
    void theOtherEndOfAConnectionSaysWhoseItIs() throws Exception {
        var table =
                Files.writeString(
                        directory.resolve("tcp"),
                        """
                          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                           0: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 20 4 30 10 -1
                           1: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1
                           2: 0100007F:1F90 0100007F:C352 08 00000000:00000000 00:00000000 00000000  1000        0 3 1 0 20 4 30 10 -1
                           3: 0100007F:C352 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 30 10 -1
                           4: 0100007F:C353 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  4294967000        0 4 1 0 20 4 30 10 -1
                        """);
        var callers = new Callers(List.of(directory.resolve("none"), table));

        assertThat(callers.areOurs(50000, 8080, 1001)).isTrue();
        assertThat(callers.areOurs(50000, 8080, 1000)).isFalse();
        assertThat(callers.areOurs(50001, 8080, 1000)).isTrue();
        assertThat(callers.areOurs(50002, 8080, 1000)).as("closed by its caller").isFalse();
        assertThat(callers.areOurs(50003, 8080, (int) 4294967000L)).isTrue();
    }

    @Test
    void thePluginServesItsUserAndNobodyElse() throws Exception {
        try (var plugin = Plugin.start(Toy::registry, "")) {
            var user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            assertThat(dial(plugin.port(), user)).isEqualTo("served");
            assumeTrue(user == 0, "only root can be another user");
            assertThat(dial(plugin.port(), 65534)).isEqualTo("turned away");
            assertThat(dial(plugin.port(), user)).isEqualTo("served");
        }
    }

    private static String dial(int port, int user) throws Exception {
        var process =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                DIAL,
                                Integer.toString(port),
                                Integer.toString(user))
                        .redirectErrorStream(true)
                        .start();
        try (var said = process.inputReader()) {
            var line = Optional.ofNullable(said.readLine()).orElse("");
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return line;
        } finally {
            process.destroyForcibly();
        }
    }
}
