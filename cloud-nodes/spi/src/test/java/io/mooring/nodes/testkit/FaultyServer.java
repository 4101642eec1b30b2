package io.mooring.nodes.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Stands in for a cloud on this machine, keeps what it was asked, and does what a test asks for:
/// other answers, cut connections, a client that dies at its n-th call.
public abstract class FaultyServer<C extends WireCall> implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Fault<C>> faults = new CopyOnWriteArrayList<>();
    private final List<C> calls = new CopyOnWriteArrayList<>();
    private final String scheme;
    private volatile boolean dead;

    protected FaultyServer(Optional<SSLContext> tls) {
        try {
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls.isPresent()) {
                HttpsServer secure = HttpsServer.create(loopback, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                this.server = secure;
            } else {
                this.server = HttpServer.create(loopback, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scheme = tls.isPresent() ? "https://localhost:" : "http://127.0.0.1:";
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /// For the constructor of what extends it, as its last act.
    protected final void start() {
        server.start();
    }

    protected abstract C read(int number, HttpExchange exchange, byte[] body);

    /// What the cloud does when nothing goes wrong.
    protected abstract Answer process(HttpExchange exchange, C call);

    /// What a fault does to a call.
    private sealed interface Effect {

        record Other(Answer answer) implements Effect {}

        record Cut(When when, boolean deadly) implements Effect {}
    }

    private record Fault<C>(Next<C> on, Effect effect) {}

    public final String endpoint() {
        return scheme + server.getAddress().getPort();
    }

    /// Every call so far, in order.
    public final List<C> calls() {
        return List.copyOf(calls);
    }

    /// Gives the next calls of that kind another answer.
    public final void answer(Predicate<C> on, int times, Answer answer) {
        faults.add(new Fault<>(new Next<>(on, times), new Effect.Other(answer)));
    }

    /// Ends the connection of the next calls of that kind without an answer; of all, if `times` is
    /// negative.
    public final void cut(Predicate<C> on, int times, When when) {
        faults.add(new Fault<>(new Next<>(on, times), new Effect.Cut(when, false)));
    }

    /// As if the client had been killed at its n-th call from now, counted from 0: no answer to it,
    /// and no call after it is processed.
    public final void killClientAt(int call, When when) {
        int first = calls.size() + call;
        faults.add(
                new Fault<>(new Next<>(it -> it.number() == first, 1), new Effect.Cut(when, true)));
        faults.add(
                new Fault<>(
                        new Next<>(it -> it.number() > first, -1),
                        new Effect.Cut(When.BEFORE, true)));
    }

    /// Whether the call at which the client was to be killed has come.
    public final boolean isClientDead() {
        return dead;
    }

    /// Ends all faults.
    public final void behave() {
        faults.clear();
        dead = false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        C call;
        synchronized (calls) {
            call = read(calls.size(), exchange, body);
            calls.add(call);
        }
        Optional<Effect> effect =
                faults.stream().filter(it -> it.on().takes(call)).findFirst().map(Fault::effect);
        switch (effect.orElse(null)) {
            case Effect.Other(Answer answer) -> answer.send(exchange);
            case Effect.Cut(When when, boolean deadly) -> {
                dead |= deadly;
                if (when == When.AFTER) {
                    var _ = process(exchange, call);
                }
                exchange.close();
            }
            case null -> process(exchange, call).send(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
