package io.mooring.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Asks a control plane of this machine whether it is ready.
final class Health {

    private Health() {}

    static String of(Path dataDir) {
        var address = UnixDomainSocketAddress.of(dataDir.resolve("run/health.sock"));
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(address);
            String request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            var answer = ByteBuffer.allocate(64);
            channel.read(answer);
            String text =
                    new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
            return text.startsWith("HTTP/1.1 200") ? "ready" : "not ready";
        } catch (IOException _) {
            return "stopped";
        }
    }
}
