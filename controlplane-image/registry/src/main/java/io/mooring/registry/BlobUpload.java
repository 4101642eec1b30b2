package io.mooring.registry;

import io.mooring.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One blob on its way into a repository, in chunks.
///
///     none --POST--> begun --PATCH, chunk by chunk--> all sent --PUT--> there
///     broken --GET of where it is--> goes on from what the registry has
///                 \-- it knows nothing of it, or it has become something else --> none
///     given up by the registry --> none
///
/// Gives up when it has failed so many times without having sent another chunk, or has begun so
/// many times.
final class BlobUpload {

    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-(\\d+)");

    private final Transport transport;
    private final RepositoryName name;
    private final long chunkBytes;
    private final Blob blob;
    private final String attempt;
    private int begins;

    /// An upload that the registry knows.
    ///
    /// @param sent how many bytes it has
    /// @param leastBytes of a chunk that is not the last
    private record Begun(URI location, long sent, long leastBytes) {}

    BlobUpload(Transport transport, RepositoryName name, long chunkBytes, Blob blob) {
        this.transport = transport;
        this.name = name;
        this.chunkBytes = chunkBytes;
        this.blob = blob;
        this.attempt = "sending %d bytes to %s".formatted(blob.size(), name);
    }

    /// @param isThere asks the registry whether it has the blob
    void run(BooleanSupplier isThere) {
        Optional<Begun> begun = Optional.empty();
        int failures = 0;
        while (true) {
            try {
                Begun at = begun.isPresent() ? begun.get() : begin();
                begun = Optional.of(at);
                if (at.sent() == blob.size()) {
                    finish(at);
                    return;
                }
                Begun further = send(at);
                if (further.sent() <= at.sent()) {
                    throw new RegistryException(
                            Kind.INTERRUPTED, attempt + ": the registry took nothing of a chunk");
                }
                failures = 0;
                begun = Optional.of(further);
            } catch (RegistryException e) {
                failures++;
                int most = transport.tries().most();
                if (!mayGoOn(e, begun) || failures >= most || begins >= most) {
                    throw e;
                }
                transport.tries().pause(attempt, failures);
                // the answer to the last request may be all that was lost
                if (isThere.getAsBoolean()) {
                    return;
                }
                begun =
                        e.kind() == Kind.NOT_FOUND
                                ? Optional.empty()
                                : begun.flatMap(this::resumed);
            }
        }
    }

    private static boolean mayGoOn(RegistryException e, Optional<Begun> begun) {
        return e.kind() == Kind.INTERRUPTED || e.kind() == Kind.NOT_FOUND && begun.isPresent();
    }

    private Begun begin() {
        begins++;
        URI uri = name.uri("blobs/uploads/");
        HttpResponse<InputStream> response = once(Call.of("POST", uri), ACCEPTED);
        long least =
                response.headers()
                        .firstValue("OCI-Chunk-Min-Length")
                        .filter(text -> text.matches("\\d{1,15}"))
                        .map(Long::parseLong)
                        .orElse(0L);
        return new Begun(location(uri, response), 0, least);
    }

    private Begun send(Begun at) {
        long bytes = Math.min(Math.max(chunkBytes, at.leastBytes()), blob.size() - at.sent());
        Call call =
                Call.of("PATCH", at.location())
                        .with("Content-Type", "application/octet-stream")
                        .with("Content-Range", "%d-%d".formatted(at.sent(), at.sent() + bytes - 1))
                        .sending(blob, at.sent(), bytes);
        HttpResponse<InputStream> response = once(call, ACCEPTED);
        return new Begun(
                location(at.location(), response),
                sent(response).orElse(at.sent() + bytes),
                at.leastBytes());
    }

    private void finish(Begun at) {
        String mark = at.location().getRawQuery() == null ? "?" : "&";
        URI uri = URI.create(at.location() + mark + "digest=" + blob.digest());
        var _ = once(Call.of("PUT", uri), CREATED);
    }

    /// What the registry has of it; empty if it must be begun anew.
    private Optional<Begun> resumed(Begun broken) {
        try {
            HttpResponse<InputStream> response =
                    once(Call.of("GET", broken.location()), NO_CONTENT, ACCEPTED);
            return sent(response)
                    .map(bytes ->
                            new Begun(
                                    location(broken.location(), response),
                                    bytes,
                                    broken.leastBytes()));
        } catch (RegistryException e) {
            return switch (e.kind()) {
                case INTERRUPTED -> Optional.of(broken);
                case REFUSED -> throw e;
                case NOT_FOUND, UNSUPPORTED, OTHER -> Optional.empty();
            };
        }
    }

    /// `0-0` is said of none and of one byte.
    private static Optional<Long> sent(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Range")
                .map(RANGE::matcher)
                .filter(Matcher::matches)
                .map(range -> Long.parseLong(range.group(1)) + 1)
                .filter(bytes -> bytes > 1);
    }

    private HttpResponse<InputStream> once(Call call, Integer... good) {
        HttpResponse<InputStream> response = transport.sendOnce(attempt, call, Set.of(good));
        try {
            response.body().close();
        } catch (IOException e) {
            throw new RegistryException(Kind.INTERRUPTED, attempt + ": " + e, e);
        }
        return response;
    }

    private URI location(URI from, HttpResponse<?> response) {
        try {
            return transport.location(from, response);
        } catch (IOException e) {
            throw new RegistryException(Kind.OTHER, attempt + ": " + e.getMessage(), e);
        }
    }
}
