package io.mooring.nodes.azure.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.FaultyServer;
import io.mooring.nodes.testkit.RateLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Speaks Azure Resource Manager for what makes machines ([ArmRules]).
public final class ArmServer extends FaultyServer<ArmCall> {

    private final ArmRules rules;

    public ArmServer() {
        this(Optional.empty());
    }

    /// By TLS, where one has to sign in first, as [Tokens] has it.
    public ArmServer(SSLContext tls) {
        this(Optional.of(tls));
    }

    private ArmServer(Optional<SSLContext> tls) {
        super(tls);
        this.rules = new ArmRules(endpoint(), tls.isPresent());
        start();
    }

    /// What Azure does, and how it may be made to do it otherwise.
    public ArmRules rules() {
        return rules;
    }

    public List<ArmCall> calls(String method, String type) {
        return calls().stream().filter(call -> call.is(method, type)).toList();
    }

    /// Answers the next calls of that kind with an error.
    public void refuse(Predicate<ArmCall> on, int times, int status, String code, String message) {
        answer(on, times, Answers.error(status, code, message));
    }

    /// Answers the next calls of that kind with 429, and when to come back.
    public void throttle(Predicate<ArmCall> on, int times, int seconds) {
        answer(
                on,
                times,
                Answers.error(429, "TooManyRequests", "The request is being throttled.")
                        .with(Map.of("Retry-After", "" + seconds)));
    }

    /// Answers calls of that kind with 429 where they are too many.
    public void limit(Predicate<ArmCall> on, RateLimit limit) {
        throttle(call -> on.test(call) && limit.refuses(), -1, 1);
    }

    @Override
    protected ArmCall read(int number, HttpExchange exchange, byte[] body) {
        return ArmCall.of(number, exchange, body);
    }

    @Override
    protected Answer process(HttpExchange exchange, ArmCall call) {
        return rules.apply(call);
    }
}
