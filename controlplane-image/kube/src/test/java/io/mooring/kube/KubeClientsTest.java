package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubeClientsTest {

    private final KubeClients clients = new KubeClients(Duration.ofSeconds(20));
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = listening(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpServer listening(int port) throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        var made = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        made.createContext(
                "/",
                exchange -> {
                    connections.add(exchange.getRemoteAddress());
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write("ok".getBytes());
                    exchange.close();
                });
        made.start();
        return made;
    }

    private String kubeconfig(String user) {
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: c
          cluster: {server: "http://127.0.0.1:%d"}
        users:
        - name: u
          user: {token: %s}
        contexts:
        - name: u@c
          context: {cluster: c, user: u}
        current-context: u@c
        """
                .formatted(server.getAddress().getPort(), user);
    }

    @Test
    void steps_that_follow_each_other_share_a_connection() {
        for (int step = 0; step < 5; step++) {
            assertThat(clients.of(kubeconfig("a")).rawGet("/readyz")).isEqualTo("ok");
        }

        assertThat(connections).hasSize(1);
    }

    @Test
    void another_identity_is_another_client() {
        assertThat(clients.of(kubeconfig("a"))).isNotSameAs(clients.of(kubeconfig("b")));
    }

    @Test
    void a_client_whose_server_went_away_is_made_anew() throws IOException {
        String kubeconfig = kubeconfig("a");
        int port = server.getAddress().getPort();
        KubeClient first = clients.of(kubeconfig);
        server.stop(0);
        assertThatThrownBy(() -> first.rawGet("/readyz")).isInstanceOf(KubeFailure.class);

        server = listening(port);
        KubeClient second = clients.of(kubeconfig);

        assertThat(second).isNotSameAs(first).isSameAs(clients.of(kubeconfig));
        assertThat(second.rawGet("/readyz")).isEqualTo("ok");
    }

    @Test
    void an_answer_that_refuses_is_no_loss_of_the_server() {
        KubeClient client = clients.of(kubeconfig("a"));
        server.removeContext("/");

        assertThatThrownBy(() -> client.rawGet("/readyz")).isInstanceOf(KubeFailure.class);

        assertThat(clients.of(kubeconfig("a"))).isSameAs(client);
    }

    @Test
    void those_longest_unused_are_kept_no_longer() {
        KubeClient old = clients.of(kubeconfig("old"));
        KubeClient used = clients.of(kubeconfig("used"));
        for (int i = 0; i < 63; i++) {
            clients.of(kubeconfig("user" + i));
            clients.of(kubeconfig("used"));
        }

        assertThat(clients.of(kubeconfig("used"))).isSameAs(used);
        assertThat(clients.of(kubeconfig("old"))).isNotSameAs(old);
    }

    @Test
    void a_text_that_is_no_kubeconfig_is_refused_without_being_shown() {
        assertThatThrownBy(() -> clients.of("secret: [")).hasMessageNotContaining("secret");
    }
}
