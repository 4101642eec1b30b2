package io.mooring.syncer.engine;

import io.mooring.kube.HttpHead;
import io.mooring.kube.KubeClient;
import io.mooring.syncer.kubelet.HostApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/// An API server that answers every request with a text that the test says, and keeps what it was
/// asked.
final class TextApi implements AutoCloseable {
    private final HostApi server;
    private final Function<String, Optional<String>> answers;
    final KubeClient client;
    final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /// @param answers of `METHOD PATH`; empty for what is not found
    TextApi(Function<String, Optional<String>> answers) throws IOException {
        this.answers = answers;
        this.server = new HostApi(this::answer);
        this.client = KubeClient.fromKubeconfig(server.kubeconfig());
    }

    private void answer(HttpHead request, InputStream in, OutputStream out) throws IOException {
        for (var field : request.fields()) {
            if (field.name().equalsIgnoreCase("content-length")) {
                in.skipNBytes(Long.parseLong(field.value()));
            }
        }
        var line = request.line().substring(0, request.line().lastIndexOf(' '));
        var answer = answers.apply(line);
        var text = answer.orElse("{\"kind\": \"Status\", \"reason\": \"NotFound\"}");
        var head =
                "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                        .formatted(answer.isEmpty() ? "404 Not Found" : "200 OK", text.length());
        out.write((head + text).getBytes(StandardCharsets.UTF_8));
        asked.add(line);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
