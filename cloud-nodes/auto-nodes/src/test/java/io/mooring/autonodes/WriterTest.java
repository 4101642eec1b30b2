package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mooring.autoscaler.port.Action;
import io.mooring.kube.KubeClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is sent to the API server of what the controller wants written.
final class WriterTest {

    private static final byte[] POOL =
            "{\"metadata\": {\"name\": \"burst\"}}".getBytes(StandardCharsets.UTF_8);

    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;
    private final KubeClient kube;

    WriterTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/apis/karpenter.sh/v1/nodepools/burst",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    sent.add(new String(body, StandardCharsets.UTF_8));
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, POOL.length);
                    exchange.getResponseBody().write(POOL);
                    exchange.close();
                });
        server.start();
        kube =
                KubeClient.fromKubeconfig(
                        """
                        apiVersion: v1
                        kind: Config
                        current-context: a
                        clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"}}]
                        contexts: [{name: a, context: {cluster: a, user: a}}]
                        users: [{name: a, user: {}}]
                        """
                                .formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        kube.close();
        server.stop(0);
    }

    private String written(Action.Write write) {
        try (var observation = new Observation(() -> {})) {
            var events = new Events(kube, observation, InstantSource.system());
            new Writer(kube, observation, events).write(write);
        }
        return sent.removeLast();
    }

    @Test
    void onlyAPlanThatIsDoneIsMarkedAsCarriedOut() {
        assertThat(written(new Action.ClosePlan("burst", "12ab")))
                .contains("\"mooring.io/carried-out\":\"12ab\"")
                .contains("\"mooring.io/plan\":null")
                .contains("\"mooring.io/approved\":null");
        assertThat(written(new Action.TellPlan("burst", "77cd: more")))
                .contains("\"mooring.io/plan\":\"77cd: more\"")
                .contains("\"mooring.io/approved\":null")
                .doesNotContain("carried-out");
    }
}
