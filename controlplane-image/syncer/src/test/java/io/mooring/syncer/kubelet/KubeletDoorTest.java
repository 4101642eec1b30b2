package io.mooring.syncer.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mooring.kube.HttpHead;
import io.mooring.kube.HttpHead.Field;
import io.mooring.kube.KubeClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubeletDoorTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<Field> SPDY =
            List.of(
                    new Field("Connection", "Upgrade"),
                    new Field("Upgrade", "SPDY/3.1"),
                    new Field("X-Stream-Protocol-Version", "v5.channel.k8s.io"),
                    new Field("X-Stream-Protocol-Version", "v4.channel.k8s.io"),
                    new Field("Authorization", "Bearer of-the-tenant"),
                    new Field("Impersonate-User", "admin"));

    private HostApi host;
    private KubeClient client;
    private Door door;
    private HostApi.Answer answer = (_, _, _) -> {};

    @BeforeEach
    void open() throws IOException {
        host = new HostApi((request, in, out) -> answer.answer(request, in, out));
        client = KubeClient.fromKubeconfig(host.kubeconfig());
        door = door(socket -> socket);
    }

    private Door door(Gate gate) throws IOException {
        return door(gate, new Callers());
    }

    private Door door(Gate gate, Callers callers) throws IOException {
        return Door.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                gate,
                KubeletDoor.service("n", this::find, this::tell),
                callers);
    }

    private NodeAnswers.Answer tell(String node, NodeCall call) {
        return switch (call) {
            case PODS -> new NodeAnswers.Answer.Told("application/json", "pods of " + node);
            case SUMMARY -> new NodeAnswers.Answer.Never("nothing is measured");
            case RESOURCES -> new NodeAnswers.Answer.NotNow("later");
        };
    }

    private Pods.Place find(String namespace, String pod, String container) {
        return switch (pod) {
            case "web" -> new Pods.Place.At(client, "host-ns", "web-x-" + namespace + "-x-vc");
            case "early" -> new Pods.Place.Unknown();
            default -> new Pods.Place.Nowhere();
        };
    }

    @AfterEach
    void close() throws IOException {
        door.close();
        client.close();
        host.close();
    }

    @Test
    void logsComeAsTheHostSendsThem() throws IOException, InterruptedException {
        answer =
                (_, _, out) ->
                        out.write(
                                bytes(
                                        "HTTP/1.1 200 OK\r\nAudit-Id: 1\r\nTransfer-Encoding:"
                                                + " chunked\r\nContent-Type: text/plain\r\n\r\n"
                                                + "7\r\nmoored\n\r\n0\r\n\r\n"));

        var said = whole("GET /containerLogs/shop/web/c?follow=true");

        assertThat(said)
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                                + "Content-Type: text/plain\r\n\r\n7\r\nmoored\n\r\n0\r\n\r\n");
        var asked = host.asked.take();
        assertThat(asked.line())
                .isEqualTo(
                        "GET /api/v1/namespaces/host-ns/pods/web-x-shop-x-vc/log"
                                + "?container=c&follow=true HTTP/1.1");
        assertThat(asked.all("Authorization")).containsExactly("Bearer host-token");
    }

    @Test
    void anotherProtocolTakesTheConnectionOverAndBothSidesBytesPass() throws Exception {
        answer =
                (_, in, out) -> {
                    out.write(
                            bytes(
                                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                            + "Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version:"
                                            + " v4.channel.k8s.io\r\nSet-Cookie: a\r\n\r\nfirst"));
                    in.transferTo(out);
                };
        var sent = new byte[300_000];
        new Random(7).nextBytes(sent);

        try (var caller = new Caller("POST /exec/shop/web/c?command=id&output=1", SPDY)) {
            var head = HttpHead.read(caller.in());
            assertThat(head.status()).isEqualTo(101);
            assertThat(head.fields())
                    .containsExactly(
                            new Field("Connection", "Upgrade"),
                            new Field("Upgrade", "SPDY/3.1"),
                            new Field("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
            assertThat(caller.in().readNBytes(5)).isEqualTo(bytes("first"));
            var writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    caller.out().write(sent);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            assertThat(caller.in().readNBytes(sent.length)).isEqualTo(sent);
            writer.join();
        }

        var asked = host.asked.take();
        assertThat(asked.all("Authorization")).containsExactly("Bearer host-token");
        assertThat(asked.all("Impersonate-User")).isEmpty();
        assertThat(asked.all("X-Stream-Protocol-Version"))
                .containsExactly("v5.channel.k8s.io", "v4.channel.k8s.io");
        await().atMost(LIMIT).until(() -> host.connections() == 0);
    }

    @Test
    void aTokenAmongTheProtocolsOfAWebSocketStaysHere() throws Exception {
        answer = (_, _, out) -> out.write(bytes("HTTP/1.1 101 OK\r\nUpgrade: websocket\r\n\r\n"));
        var fields =
                List.of(
                        new Field("Upgrade", "websocket"),
                        new Field("Sec-WebSocket-Key", "eA=="),
                        new Field(
                                "Sec-WebSocket-Protocol",
                                "v4.channel.k8s.io, base64url.bearer.authorization.k8s.io.dG9r"));

        try (var caller = new Caller("GET /attach/shop/web/c?output=1", fields)) {
            assertThat(HttpHead.read(caller.in()).status()).isEqualTo(101);
        }

        var asked = host.asked.take();
        assertThat(asked.all("Sec-WebSocket-Protocol")).containsExactly("v4.channel.k8s.io");
        assertThat(asked.all("Sec-WebSocket-Key")).containsExactly("eA==");
    }

    @Test
    void podsThatAreNotTheTenantsAreRefusedWithoutAskingTheHost() throws IOException {
        assertThat(whole("GET /containerLogs/shop/other/c"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\nthe host cluster has no copy of pod other");
        assertThat(whole("GET /containerLogs/shop/early/c"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("the host cluster cannot be asked now; try again");
        assertThat(whole("GET /configz")).startsWith("HTTP/1.1 404 ");
        assertThat(whole("GET /run/shop/web/c")).startsWith("HTTP/1.1 404 ");
        assertThat(whole("POST /exec/shop/web/c?command=id"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("Upgrade request required");
        assertThat(host.asked).isEmpty();
    }

    @Test
    void whatIsAskedOfTheNodeIsToldWithoutAskingForAnyPod() throws IOException {
        assertThat(whole("GET /pods?limit=1"))
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 9\r\n\r\npods of n");
        assertThat(whole("GET /stats/summary/"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("nothing is measured");
        assertThat(whole("GET /metrics/resource")).startsWith("HTTP/1.1 503 ").endsWith("later");
        assertThat(whole("POST /stats/summary")).startsWith("HTTP/1.1 404 ");
        assertThat(host.asked).isEmpty();
    }

    @Test
    void whatAGateRefusesIsNotAnswered() throws IOException {
        door.close();
        door =
                door(
                        new Gate() {
                            @Override
                            public Socket admit(Socket dialled) {
                                return dialled;
                            }

                            @Override
                            public Optional<Refusal> refusal(Socket admitted, HttpHead request) {
                                return Optional.of(new Refusal(403, "not " + request.line()));
                            }
                        });

        assertThat(whole("GET /pods"))
                .startsWith("HTTP/1.1 403 ")
                .endsWith("not GET /pods HTTP/1.1");
    }

    @Test
    void whatTheHostRefusesIsToldInTheTenantsNames() throws IOException {
        answer =
                (_, _, out) -> {
                    var text =
                            "{\"kind\":\"Status\",\"message\":\"container c in pod"
                                    + " host-ns/web-x-shop-x-vc is waiting to start\"}";
                    var head = "HTTP/1.1 400 Bad Request\r\nContent-Length: " + text.length();
                    out.write(bytes(head + "\r\n\r\n" + text));
                };

        assertThat(whole("GET /containerLogs/shop/web/c"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n\r\ncontainer c in pod shop/web is waiting to start");

        answer =
                (_, _, out) ->
                        out.write(
                                bytes(
                                        "HTTP/1.1 500 Internal Server Error\r\n\r\n"
                                                + "container not found (\"c\")\n"));
        assertThat(whole("GET /containerLogs/shop/web/c"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("\r\n\r\ncontainer not found (\"c\")");

        answer = (_, _, out) -> out.write(bytes("HTTP/1.1 403 Forbidden\r\n\r\n{secret}"));
        assertThat(whole("GET /containerLogs/shop/web/c"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("the host cluster does not allow it to this control plane");
    }

    @Test
    void aHostThatDoesNotAnswerIsTold() throws IOException {
        host.close();

        assertThat(whole("GET /containerLogs/shop/web/c"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("the host cluster does not answer");
    }

    @Test
    void aHostThatHangsUpIsTold() throws IOException {
        assertThat(whole("GET /containerLogs/shop/web/c"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("the host cluster does not answer");
    }

    @Test
    void aCallerThatGoesAwayEndsTheCallAtTheHostThatSaysNothing() throws Exception {
        answer = (_, in, _) -> in.read();
        var caller = new Caller("GET /containerLogs/shop/web/c?follow=true", List.of());
        await().atMost(LIMIT).until(() -> host.connections() == 1 && !host.asked.isEmpty());

        caller.close();

        await().atMost(LIMIT).until(() -> host.connections() == 0);
    }

    @Test
    void aDoorThatClosesEndsItsCalls() throws Exception {
        answer = (_, in, _) -> in.read();
        try (var caller = new Caller("GET /containerLogs/shop/web/c?follow=true", List.of())) {
            await().atMost(LIMIT).until(() -> !host.asked.isEmpty());

            door.close();

            assertThatThrownBy(() -> HttpHead.read(caller.in())).isInstanceOf(IOException.class);
        }
        await().atMost(LIMIT).until(() -> host.connections() == 0);
    }

    @Test
    void callsAreTakenAgainWhenWhatWasInTheWayIsGone() throws IOException {
        door.close();
        var left = new AtomicInteger(2);
        var listener =
                new ServerSocket(0, 16, InetAddress.getLoopbackAddress()) {
                    @Override
                    public Socket accept() throws IOException {
                        if (left.getAndDecrement() > 0) {
                            throw new IOException("too many open files");
                        }
                        return super.accept();
                    }
                };
        door =
                Door.on(
                        listener,
                        socket -> socket,
                        KubeletDoor.service("n", this::find, this::tell),
                        new Callers());

        assertThat(whole("GET /configz")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void whomTheGateRefusesIsNotHeard() throws IOException {
        door.close();
        door =
                door(_ -> {
                    throw new IOException("not you");
                });

        try (var caller = new Caller("GET /containerLogs/shop/web/c", List.of())) {
            assertThatThrownBy(() -> HttpHead.read(caller.in())).isInstanceOf(IOException.class);
        }
        assertThat(host.asked).isEmpty();
    }

    @Test
    void whoDoesNotProveWhoItIsKeepsNobodyOut() throws IOException {
        door.close();
        door = door(socket -> socket, new Callers(1, 2, LIMIT));

        try (var first = silent();
                var second = silent()) {
            assertThat(whole("GET /pods")).startsWith("HTTP/1.1 200 ");
            assertThat(whole("GET /pods")).startsWith("HTTP/1.1 200 ");
            // at most two are at it, so the first of them had to go for the others
            assertThat(first.getInputStream().read()).isEqualTo(-1);
            second.getOutputStream().write(bytes("GET /pods HTTP/1.1\r\n\r\n"));
            assertThat(HttpHead.read(second.getInputStream()).status()).isEqualTo(200);
        }
    }

    @Test
    void aProofHasATimeInAllHoweverOftenAByteComes() throws Exception {
        door.close();
        door = door(socket -> socket, new Callers(1, 2, Duration.ofMillis(50)));

        try (var caller = silent()) {
            var writer = Thread.ofVirtual().start(() -> writeUntilItEnds(caller));
            assertThat(writer.join(LIMIT)).isTrue();
        }
    }

    private static void writeUntilItEnds(Socket caller) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                caller.getOutputStream().write('x');
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException _) {
            // it has ended
        }
    }

    @Test
    void whoIsProvenAndMoreThanMayBeIsToldSo() throws Exception {
        answer = (_, in, _) -> in.read();
        door.close();
        door = door(socket -> socket, new Callers(1, 2, LIMIT));

        try (var _ = new Caller("GET /containerLogs/shop/web/c?follow=true", List.of())) {
            await().atMost(LIMIT).until(() -> !host.asked.isEmpty());
            assertThat(whole("GET /pods"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("as many calls are under way as may be; try again");
        }
        await().atMost(LIMIT).until(() -> whole("GET /pods").startsWith("HTTP/1.1 200 "));
    }

    private Socket silent() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), door.port());
    }

    private String whole(String asked) throws IOException {
        try (var caller = new Caller(asked, List.of())) {
            return new String(caller.in().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// kube-apiserver, with a request sent.
    private final class Caller implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());

        Caller(String asked, List<Field> fields) throws IOException {
            out().write(new HttpHead(asked + " HTTP/1.1", fields).bytes());
        }

        java.io.InputStream in() throws IOException {
            return socket.getInputStream();
        }

        java.io.OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
