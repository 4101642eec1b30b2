package io.mooring.nodes.azure.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Speaks Azure Resource Manager for what makes machines ([ArmRules]), and does what a test asks
/// for: refusals, cut connections, a client that dies at its n-th call.
public final class ArmServer implements AutoCloseable {

    /// Whether a fault comes before or after the request has been processed.
    public enum When {
        BEFORE,
        AFTER
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ArmRules rules;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<ArmCall> calls = new CopyOnWriteArrayList<>();
    private final String scheme;
    private volatile boolean dead;

    public ArmServer() {
        this(Optional.empty());
    }

    /// By TLS, where one has to sign in first, as [Tokens] has it.
    public ArmServer(SSLContext tls) {
        this(Optional.of(tls));
    }

    private ArmServer(Optional<SSLContext> tls) {
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
        this.rules = new ArmRules(endpoint(), tls.isPresent());
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// What a fault does to a call.
    private sealed interface Effect {

        record Refuse(Answer answer) implements Effect {}

        record Cut(When when, boolean deadly) implements Effect {}
    }

    private static final class Fault {
        private final Predicate<ArmCall> on;
        private final Effect effect;
        // guarded by this
        private int left;

        Fault(Predicate<ArmCall> on, int times, Effect effect) {
            this.on = on;
            this.left = times;
            this.effect = effect;
        }

        synchronized boolean takes(ArmCall call) {
            if (left == 0 || !on.test(call)) {
                return false;
            }
            left--;
            return true;
        }
    }

    public String endpoint() {
        return scheme + server.getAddress().getPort();
    }

    /// What Azure does, and how it may be made to do it otherwise.
    public ArmRules rules() {
        return rules;
    }

    /// Every call so far, in order.
    public List<ArmCall> calls() {
        return List.copyOf(calls);
    }

    public List<ArmCall> calls(String method, String type) {
        return calls.stream().filter(call -> call.is(method, type)).toList();
    }

    /// Answers the next calls of that kind with an error.
    public void refuse(Predicate<ArmCall> on, int times, int status, String code, String message) {
        faults.add(new Fault(on, times, new Effect.Refuse(Answer.error(status, code, message))));
    }

    /// Answers the next calls of that kind with 429, and when to come back.
    public void throttle(Predicate<ArmCall> on, int times, int seconds) {
        Answer answer =
                Answer.error(429, "TooManyRequests", "The request is being throttled.")
                        .with(Map.of("Retry-After", "" + seconds));
        faults.add(new Fault(on, times, new Effect.Refuse(answer)));
    }

    /// Ends the connection of the next calls of that kind without an answer.
    public void cut(Predicate<ArmCall> on, int times, When when) {
        faults.add(new Fault(on, times, new Effect.Cut(when, false)));
    }

    /// As if the client had been killed at its n-th call from now, counted from 0: no answer to it,
    /// and no call after it is processed.
    public void killClientAt(int call, When when) {
        int first = calls.size() + call;
        faults.add(new Fault(it -> it.number() == first, 1, new Effect.Cut(when, true)));
        faults.add(new Fault(it -> it.number() > first, -1, new Effect.Cut(When.BEFORE, true)));
    }

    /// Whether the call at which the client was to be killed has come.
    public boolean isClientDead() {
        return dead;
    }

    /// Ends all faults.
    public void behave() {
        faults.clear();
        dead = false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ArmCall call;
        synchronized (calls) {
            call = ArmCall.of(calls.size(), exchange, body);
            calls.add(call);
        }
        Optional<Effect> effect =
                faults.stream().filter(it -> it.takes(call)).findFirst().map(it -> it.effect);
        switch (effect.orElse(null)) {
            case Effect.Refuse(Answer answer) -> answer.send(exchange);
            case Effect.Cut(When when, boolean deadly) -> {
                dead |= deadly;
                if (when == When.AFTER) {
                    var _ = rules.apply(call);
                }
                exchange.close();
            }
            case null -> rules.apply(call).send(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
