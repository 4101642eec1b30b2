package io.mooring.nodes.aws.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// Stands between a client and moto, does what EC2 does and moto does not ([Ec2Rules]), and what a
/// test asks for: refusals, cut connections, a client that dies at its n-th call.
public final class FaultProxy implements AutoCloseable {

    /// Whether a fault comes before or after the request has been processed.
    public enum When {
        BEFORE,
        AFTER
    }

    private static final Set<String> HOP =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings");

    private final MotoAccount account;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
    private final Ec2Rules rules = new Ec2Rules();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<ApiCall> calls = new CopyOnWriteArrayList<>();

    public FaultProxy(MotoAccount account) {
        this.account = account;
        try {
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            this.server = HttpServer.create(loopback, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// What a fault does to a call.
    private sealed interface Effect {

        record Answer(int status, String code, String message) implements Effect {}

        record Cut(When when) implements Effect {}
    }

    private static final class Fault {
        private final Predicate<ApiCall> on;
        private final Effect effect;
        // guarded by this
        private int left;

        Fault(Predicate<ApiCall> on, int times, Effect effect) {
            this.on = on;
            this.left = times;
            this.effect = effect;
        }

        synchronized boolean takes(ApiCall call) {
            if (left == 0 || !on.test(call)) {
                return false;
            }
            left--;
            return true;
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Every call so far, in order.
    public List<ApiCall> calls() {
        return List.copyOf(calls);
    }

    public List<ApiCall> calls(String action) {
        return calls.stream().filter(call -> call.action().equals(action)).toList();
    }

    /// The parts of EC2 that moto lacks.
    public Ec2Rules rules() {
        return rules;
    }

    /// Answers the next calls of that kind with an error instead of asking moto.
    public void refuse(Predicate<ApiCall> on, int times, int status, String code, String message) {
        faults.add(new Fault(on, times, new Effect.Answer(status, code, message)));
    }

    /// Ends the connection of the next calls of that kind without an answer.
    public void cut(Predicate<ApiCall> on, int times, When when) {
        faults.add(new Fault(on, times, new Effect.Cut(when)));
    }

    /// As if the client had been killed at its n-th call from now, counted from 0: no answer to it,
    /// and no call after it is processed.
    public void killClientAt(int call, When when) {
        int first = calls.size() + call;
        faults.add(new Fault(it -> it.number() == first, 1, new Effect.Cut(when)));
        faults.add(new Fault(it -> it.number() > first, -1, new Effect.Cut(When.BEFORE)));
    }

    /// Ends all faults.
    public void behave() {
        faults.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ApiCall call;
        synchronized (calls) {
            call = ApiCall.of(calls.size(), exchange, body);
            calls.add(call);
        }
        Optional<Effect> effect =
                faults.stream().filter(it -> it.takes(call)).findFirst().map(it -> it.effect);
        switch (effect.orElse(null)) {
            case Effect.Answer(int status, String code, String message) ->
                    Answer.error(status, code, message).send(exchange);
            case Effect.Cut(When when) -> {
                if (when == When.AFTER) {
                    process(exchange, call);
                }
                exchange.close();
            }
            case null -> process(exchange, call).send(exchange);
        }
    }

    private Answer process(HttpExchange exchange, ApiCall call) {
        return rules.apply(call, body -> forward(exchange, body));
    }

    private Answer forward(HttpExchange exchange, String body) {
        var uri = "http://" + account.server().address() + exchange.getRequestURI();
        var request =
                HttpRequest.newBuilder(URI.create(uri))
                        .timeout(Duration.ofSeconds(60))
                        .header(MotoAccount.HEADER, account.id())
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofString(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        try {
            HttpResponse<byte[]> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("text/xml");
            return new Answer(
                    response.statusCode(),
                    type,
                    new String(response.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }
}
