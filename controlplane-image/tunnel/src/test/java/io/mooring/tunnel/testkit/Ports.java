package io.mooring.tunnel.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;

/// Ports of loopback that no one uses, all different.
public final class Ports {
    /// Tunnel servers take no port above.
    private static final int LAST = 49_151;

    private Ports() {}

    public static int[] free(int count) throws IOException {
        var held = new ArrayList<ServerSocket>();
        try {
            var ports = new int[count];
            for (var i = 0; i < count; ) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                if (socket.getLocalPort() <= LAST) {
                    ports[i++] = socket.getLocalPort();
                }
            }
            return ports;
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }
}
