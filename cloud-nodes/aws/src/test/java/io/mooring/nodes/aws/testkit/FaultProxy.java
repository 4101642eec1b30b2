package io.mooring.nodes.aws.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.FaultyServer;
import io.mooring.nodes.testkit.RateLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Stands between a client and moto, holds requests to AWS's descriptions ([Requests]), does what
/// EC2 does and moto does not ([Ec2Rules]), and what a test asks for: refusals, cut connections, a
/// client that dies at its n-th call.
public final class FaultProxy extends FaultyServer<ApiCall> {

    private static final Set<String> HOP =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings");

    private final MotoAccount account;
    private final Function<ApiCall, Optional<Answer>> check;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
    private final Ec2Rules rules = new Ec2Rules();

    public FaultProxy(MotoAccount account) {
        this(account, Requests::refused);
    }

    private FaultProxy(MotoAccount account, Function<ApiCall, Optional<Answer>> check) {
        super(Optional.empty());
        this.account = account;
        this.check = check;
        start();
    }

    /// For calls that a test makes by itself, which may be others than ours.
    public static FaultProxy unchecked(MotoAccount account) {
        return new FaultProxy(account, _ -> Optional.empty());
    }

    public List<ApiCall> calls(String action) {
        return calls().stream().filter(call -> call.action().equals(action)).toList();
    }

    /// The parts of EC2 that moto lacks.
    public Ec2Rules rules() {
        return rules;
    }

    /// Answers the next calls of that kind with an error instead of asking moto.
    public void refuse(Predicate<ApiCall> on, int times, int status, String code, String message) {
        answer(on, times, Answers.error(status, code, message));
    }

    /// Refuses calls of that kind where they are too many.
    public void limit(Predicate<ApiCall> on, RateLimit limit) {
        refuse(
                call -> on.test(call) && limit.refuses(),
                -1,
                503,
                "RequestLimitExceeded",
                "Request limit exceeded.");
    }

    @Override
    protected ApiCall read(int number, HttpExchange exchange, byte[] body) {
        return ApiCall.of(number, exchange, body);
    }

    @Override
    protected Answer process(HttpExchange exchange, ApiCall call) {
        return check.apply(call)
                .orElseGet(() -> rules.apply(call, body -> forward(exchange, body)));
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
            return Answer.of(
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
        super.close();
        client.shutdownNow();
    }
}
