package io.mooring.nodes.gcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.FaultyServer;
import io.mooring.nodes.testkit.RateLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Speaks the API of Compute Engine for what makes machines ([GceRules]).
public final class GceServer extends FaultyServer<GceCall> {

    private final GceRules rules;
    private final Optional<ServiceAccountKey> key;

    public GceServer() {
        this(Optional.empty(), Optional.empty());
    }

    /// By TLS, for who signs with that key alone.
    public GceServer(SSLContext tls, ServiceAccountKey key) {
        this(Optional.of(tls), Optional.of(key));
    }

    private GceServer(Optional<SSLContext> tls, Optional<ServiceAccountKey> key) {
        super(tls);
        this.rules = new GceRules();
        this.key = key;
        start();
    }

    /// What Google does, and how it may be made to do it otherwise.
    public GceRules rules() {
        return rules;
    }

    public List<GceCall> calls(String method, String type) {
        return calls().stream().filter(call -> call.is(method, type)).toList();
    }

    /// The calls that asked for a machine.
    public List<GceCall> launches() {
        return calls("POST", "instances").stream().filter(it -> it.name().isEmpty()).toList();
    }

    /// Answers the next calls of that kind with an error.
    public void refuse(
            Predicate<GceCall> on, int times, int status, String reason, String message) {
        answer(on, times, Answers.error(status, reason, message));
    }

    /// Answers the next calls of that kind with that status, and when to come back.
    public void throttle(Predicate<GceCall> on, int times, int status, int seconds) {
        answer(
                on,
                times,
                Answers.error(status, "rateLimitExceeded", "Rate Limit Exceeded")
                        .with(Map.of("Retry-After", "" + seconds)));
    }

    /// Answers calls of that kind with 403 where they are too many.
    public void limit(Predicate<GceCall> on, RateLimit limit) {
        throttle(call -> on.test(call) && limit.refuses(), -1, 403, 1);
    }

    @Override
    protected GceCall read(int number, HttpExchange exchange, byte[] body) {
        return GceCall.of(number, exchange, body);
    }

    @Override
    protected Answer process(HttpExchange exchange, GceCall call) {
        boolean known =
                key.map(it -> it.hasSigned(call.headers().getOrDefault("authorization", "")))
                        .orElse(true);
        return known
                ? rules.apply(call)
                : Answers.error(
                        401, "authError", "Request had invalid authentication credentials.");
    }
}
