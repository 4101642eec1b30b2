package io.mooring.syncer.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubeletDoorsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Set<Integer> taken = new HashSet<>();
    private final Map<String, Integer> wanted = new HashMap<>();

    private KubeletDoors doors(int count) {
        return new KubeletDoors("10.1.0.7", new KubeletDoors.Ports(100, count), this::open);
    }

    /// Wherever it is to listen, it listens on any port of this machine.
    private Door open(String node, int port) throws IOException {
        if (!taken.add(port)) {
            throw new IOException("Address already in use");
        }
        wanted.put(node, port);
        return Door.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                socket -> socket,
                (_, _, out) -> out.write(node.getBytes(StandardCharsets.UTF_8)),
                new Callers());
    }

    @Test
    void thePortThatIsCalledSaysWhichNodeIsMeant() throws IOException {
        try (var doors = doors(10)) {
            for (var node : List.of("a", "b", "c")) {
                assertThat(told(doors.port(node))).isEqualTo(node);
            }
            assertThat(doors.port("a")).isEqualTo(doors.port("a")).isNotEqualTo(doors.port("b"));
        }
    }

    @Test
    void aNodeHasItsPortWhoeverWasThereBeforeItUnlessThatIsTaken() {
        try (var doors = doors(10_000)) {
            for (var node : List.of("worker-1", "worker-2", "worker-3")) {
                doors.port(node);
            }
        }
        var first = Map.copyOf(wanted);
        taken.clear();
        try (var doors = doors(10_000)) {
            doors.port("worker-3");
            doors.port("worker-1");
        }
        assertThat(first)
                .containsAllEntriesOf(
                        Map.of(
                                "worker-1",
                                wanted.get("worker-1"),
                                "worker-3",
                                wanted.get("worker-3")));
        var third = first.getOrDefault("worker-3", 0);
        taken.clear();
        taken.add(third);
        try (var doors = doors(10_000)) {
            doors.port("worker-3");
        }

        assertThat(wanted).containsEntry("worker-3", third + 1);
    }

    @Test
    void aNodeThatFindsNoPortHasNone() {
        try (var doors = doors(2)) {
            assertThat(doors.port("a")).isPositive();
            assertThat(doors.port("b")).isPositive();
            assertThat(doors.port("c")).isZero();
        }
    }

    @Test
    void nobodyAnswersForANodeThatHasGoneOrWhenAllIsClosed() {
        var doors = doors(10);
        int port = doors.port("a");
        int other = doors.port("b");

        doors.gone("a");
        doors.gone("unknown");
        await().atMost(LIMIT).until(() -> !isOpen(port));
        assertThat(isOpen(other)).isTrue();

        doors.close();
        await().atMost(LIMIT).until(() -> !isOpen(other));
        assertThat(doors.port("c")).isZero();
    }

    private static boolean isOpen(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static String told(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            var in = new BufferedInputStream(socket.getInputStream());
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
