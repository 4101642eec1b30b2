package io.mooring.server;

import io.mooring.kube.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// As much of a kubelet as a host's kube-apiserver asks for logs of the one pod, and for a protocol
/// that takes the connection over: that one is given its bytes back.
final class HostKubelet implements AutoCloseable {

    private static final int PORT = 10251;
    private static final String POD = "/tenants/web-x-default-x-shop/c?";

    private final ApiServerGate gate;
    private final ServerSocket listener =
            new ServerSocket(PORT, 16, InetAddress.ofLiteral("127.0.0.1"));

    /// @param pki of the host
    HostKubelet(Path pki) throws IOException {
        this.gate = ApiServerGate.ofKubelets(pki);
        Thread.ofVirtual().start(this::accept);
    }

    /// The node that it is on.
    static Map<String, Object> node() {
        var address = Map.of("type", "InternalIP", "address", "127.0.0.1");
        var endpoint = Map.of("kubeletEndpoint", Map.of("Port", PORT));
        var room = Map.of("cpu", "2", "memory", "2Gi", "pods", "10");
        return Map.of(
                "status",
                Map.of(
                        "addresses", List.of(address),
                        "allocatable", room,
                        "capacity", room,
                        "daemonEndpoints", endpoint));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var dialled = listener.accept();
                Thread.ofVirtual().start(() -> serve(dialled));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket dialled) {
        try (var caller = gate.admit(dialled)) {
            var in = new BufferedInputStream(caller.getInputStream());
            var out = caller.getOutputStream();
            HttpHead request = HttpHead.read(in);
            if (request.line().startsWith("GET /containerLogs" + POD)) {
                out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nmoored\n"));
            } else if (request.line().startsWith("POST /exec" + POD)) {
                out.write(
                        bytes(
                                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: "
                                        + request.first("X-Stream-Protocol-Version").orElse("")
                                        + "\r\n\r\n"));
                in.transferTo(out);
            } else {
                out.write(bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
            }
        } catch (IOException _) {
            // the other side has gone
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
