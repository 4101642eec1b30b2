package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mooring.nodes.baremetal.testkit.SshKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whether anybody answered where no connection is to be had: what is silent may be installed anew.
final class SilenceTest {

    private static final SshKey KEY = SshKey.make("ed25519");

    private static Trouble.Unreachable trouble(String address, int port) {
        Map<String, Object> machine =
                Map.of("address", address, "port", port, "hostKey", KEY.open());
        Host host =
                new InventoryReader(
                                Map.of("privateKey", KEY.secret(), "inventory", List.of(machine)))
                        .inventory()
                        .getFirst();
        var shell = new SshShell();
        MachineTrouble failure =
                catchThrowableOfType(
                        MachineTrouble.class,
                        () -> shell.run(host, "true", new byte[0], Duration.ofSeconds(20)));
        return (Trouble.Unreachable) failure.trouble();
    }

    @Test
    void aPortThatNobodyListensAtIsSilent() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(trouble("127.0.0.1", port).silent()).isTrue();
    }

    @Test
    void aServerThatGreetsAndGoesIsNot() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!server.isClosed()) {
                            greet(server);
                        }
                    });
            assertThat(trouble("127.0.0.1", server.getLocalPort()).silent()).isFalse();
        }
    }

    private static void greet(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream()
                    .write("SSH-2.0-another\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException _) {
            // the client has gone, or the test has ended
        }
    }

    @Test
    void aNameThatIsNotKnownSaysNothingOfAMachine() {
        assertThat(trouble("no-such-machine.invalid", 22).silent()).isFalse();
    }
}
