package io.mooring.nodes.baremetal.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.FaultyServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// Speaks Redfish as the controller of one machine does ([RedfishRules]).
public final class RedfishServer extends FaultyServer<RedfishCall> {

    public static final String USER = "operator";
    public static final String PASSWORD = "let-me-in";

    private final RedfishRules rules = new RedfishRules();

    public RedfishServer() {
        super(Optional.empty());
        start();
    }

    public RedfishServer(SSLContext tls) {
        super(Optional.of(tls));
        start();
    }

    /// What it does, and how it may be made to do it otherwise.
    public RedfishRules rules() {
        return rules;
    }

    public List<RedfishCall> calls(String method) {
        return calls().stream().filter(it -> it.method().equals(method)).toList();
    }

    /// Answers the next calls of that kind that it is busy.
    public void busy(Predicate<RedfishCall> on, int times, int seconds) {
        answer(
                on,
                times,
                RedfishRules.error(503, "ServiceTemporarilyUnavailable", "The service is busy.", "")
                        .with(Map.of("Retry-After", "" + seconds)));
    }

    /// What it answers where somebody else has changed meanwhile what is to be changed.
    public static Answer changed() {
        return RedfishRules.error(
                412, "PreconditionFailed", "The ETag does not match.", "Read it again.");
    }

    @Override
    protected RedfishCall read(int number, HttpExchange exchange, byte[] body) {
        return RedfishCall.of(number, exchange, body);
    }

    @Override
    protected Answer process(HttpExchange exchange, RedfishCall call) {
        String login = USER + ":" + PASSWORD;
        String wanted =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(login.getBytes(StandardCharsets.UTF_8));
        boolean open = call.path().equals("/redfish/v1/");
        return open || wanted.equals(call.headers().get("authorization"))
                ? rules.apply(call)
                : RedfishRules.error(
                        401,
                        "InsufficientPrivilege",
                        "There are no valid credentials.",
                        "Sign in.");
    }
}
