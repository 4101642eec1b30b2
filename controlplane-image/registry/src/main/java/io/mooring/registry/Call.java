package io.mooring.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// A request that can be sent again.
///
/// @param body makes what is sent, each time anew
record Call(String method, URI uri, Map<String, String> headers, Supplier<BodyPublisher> body) {

    private static final Duration ANSWER = Duration.ofMinutes(5);

    Call {
        headers = Map.copyOf(headers);
    }

    static Call of(String method, URI uri) {
        return new Call(method, uri, Map.of(), BodyPublishers::noBody);
    }

    Call with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Call(method, uri, more, body);
    }

    Call sending(byte[] bytes) {
        return new Call(method, uri, headers, () -> BodyPublishers.ofByteArray(bytes));
    }

    /// With a part of a blob.
    Call sending(Blob blob, long offset, long bytes) {
        return new Call(
                method,
                uri,
                headers,
                () ->
                        BodyPublishers.fromPublisher(
                                BodyPublishers.ofInputStream(() -> part(blob, offset, bytes)),
                                bytes));
    }

    Call to(URI elsewhere) {
        return new Call(method, elsewhere, headers, body);
    }

    private static InputStream part(Blob blob, long offset, long bytes) {
        try {
            return new LimitedInput(blob.content().from(offset), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a second one does no harm, although the first may have come through.
    boolean isRepeatable() {
        return !method.equals("POST") && !method.equals("PATCH");
    }

    boolean isOfManifest() {
        return uri.getPath().contains("/manifests/");
    }

    HttpRequest request(String authorization) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(ANSWER).method(method, body.get());
        headers.forEach(request::header);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }
}
