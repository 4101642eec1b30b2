package io.mooring.provider.resources.host.kubernetes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/// Whether connections are taken where a control plane is exposed. A pod is ready before each node
/// of the host cluster leads to it; meanwhile that refuses what is dialled.
final class Listening {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int HTTPS = 443;

    private Listening() {}

    /// @return whether it is refused; what cannot be dialled from here is not
    static boolean isRefused(String endpoint) {
        URI place = URI.create(endpoint);
        int port = place.getPort() < 0 ? HTTPS : place.getPort();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.getHost(), port), (int) LIMIT.toMillis());
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
