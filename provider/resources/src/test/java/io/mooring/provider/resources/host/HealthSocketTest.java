package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.resources.host.HealthSocket.Health;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthSocketTest {

    @TempDir Path directory;

    @Test
    void aServerThatAnswers200IsReady() throws IOException {
        assertThat(asked("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
                .isEqualTo(new Health.Ready());
    }

    @Test
    void aServerThatIsNotReadySaysWhyInItsOwnWords() throws IOException {
        assertThat(asked("HTTP/1.1 503 Service Unavailable\r\n\r\nkube-apiserver: starting\n"))
                .isEqualTo(new Health.NotReady("kube-apiserver: starting"));
    }

    @Test
    void ofAReportOnlyTheChecksThatFailAreTold() {
        assertThat(
                        ClusterAccess.failing(
                                "[+]kine ok\n[-]cluster-objects failed: not applied yet\nnot ready\n"))
                .isEqualTo("cluster-objects failed: not applied yet");
    }

    @Test
    void aSocketThatIsNotThereIsSilence() {
        assertThat(HealthSocket.readyz(directory.resolve("absent.sock")))
                .isInstanceOf(Health.Silent.class);
    }

    private Health asked(String answer) throws IOException {
        Path socket = directory.resolve("health.sock");
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> answer(listener, answer));
            return HealthSocket.readyz(socket);
        }
    }

    private static void answer(ServerSocketChannel listener, String answer) {
        try (SocketChannel client = listener.accept()) {
            client.read(ByteBuffer.allocate(4096));
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
