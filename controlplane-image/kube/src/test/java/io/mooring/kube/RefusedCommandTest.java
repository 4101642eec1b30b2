package io.mooring.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an API server says in place of opening a connection to a container.
final class RefusedCommandTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final KubeClients clients = new KubeClients(LIMIT);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whoeverHasNoRightToItIsToldWhichAndTheClientIsKept() {
        answers(
                403,
                """
                {"kind": "Status", "reason": "Forbidden", "message": "pods \\"shop-0\\" is forbidden: User \\"jane\\" cannot get resource \\"pods/exec\\""}
                """);
        KubeClient client = clients.of(kubeconfig());

        assertThatThrownBy(running(client))
                .isInstanceOf(KubeFailure.Forbidden.class)
                .hasMessage(
                        "run a command in container control-plane of pods tenants/shop-0 at %s: 403 Forbidden: pods \"shop-0\" is forbidden: User \"jane\" cannot get resource \"pods/exec\"; have the user given the rights get and create of pods/exec in namespace tenants"
                                .formatted(address()));
        assertThat(clients.of(kubeconfig())).isSameAs(client);
    }

    @Test
    void anyOtherRefusalIsTheServersOwnSentence() {
        answers(404, "{\"reason\": \"NotFound\", \"message\": \"pods not found\"}");

        assertThatThrownBy(running(clients.of(kubeconfig())))
                .isInstanceOf(KubeFailure.NotFound.class)
                .hasMessageEndingWith(": 404 NotFound: pods not found");
    }

    private void answers(int code, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(code, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    private static ThrowingCallable running(KubeClient client) {
        var command =
                new ContainerCommand(
                        ObjectRef.of(ResourceKind.POD, "tenants", "shop-0"),
                        "control-plane",
                        List.of("true"),
                        new Secret(""));
        return () -> client.run(command, OutputStream.nullOutputStream(), LIMIT);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String kubeconfig() {
        return """
        apiVersion: v1
        kind: Config
        clusters: [{name: it, cluster: {server: '%s'}}]
        users: [{name: it, user: {token: text}}]
        contexts: [{name: it, context: {cluster: it, user: it}}]
        current-context: it
        """
                .formatted(address());
    }
}
