package io.mooring.nodes.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/// Reads every answer before the SDK does: an error becomes a [HttpFault] wherever it comes. The
/// SDK would take an error while it polls (429, 503) for the failure of the operation itself. And
/// it notes when the answer says to come back, which the SDK does not tell before the first poll.
final class Answers implements HttpPipelinePolicy {

    private static final String WAIT = "mooring-wait";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");

    /// What the last answer of an operation said of when to come back.
    record Wait(AtomicReference<Optional<Duration>> last) {

        Wait() {
            this(new AtomicReference<>(Optional.empty()));
        }

        /// To be given to the calls of the operation.
        Context context() {
            return new Context(WAIT, this);
        }
    }

    @Override
    public Mono<HttpResponse> process(
            HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process()
                .flatMap(response -> {
                    note(context, response);
                    return response.getStatusCode() < Meaning.CLIENT_ERROR
                            ? Mono.just(response)
                            : response.getBodyAsString()
                                    .defaultIfEmpty("")
                                    .flatMap(body -> Mono.error(fault(response, body)));
                });
    }

    @Override
    public HttpResponse processSync(
            HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        HttpResponse response = next.processSync();
        note(context, response);
        if (response.getStatusCode() < Meaning.CLIENT_ERROR) {
            return response;
        }
        String body = response.getBodyAsString().block();
        throw fault(response, body == null ? "" : body);
    }

    private static HttpFault fault(HttpResponse response, String body) {
        return new HttpFault(Fault.of(response.getStatusCode(), body, retryAfter(response)));
    }

    private static void note(HttpPipelineCallContext context, HttpResponse response) {
        context.getData(WAIT).ifPresent(it -> ((Wait) it).last().set(retryAfter(response)));
    }

    private static Optional<Duration> retryAfter(HttpResponse response) {
        return Optional.ofNullable(response.getHeaderValue(HttpHeaderName.RETRY_AFTER))
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
