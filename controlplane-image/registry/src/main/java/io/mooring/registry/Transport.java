package io.mooring.registry;

import io.mooring.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Requests to the registry of one repository: logged in where it asks for that, to where it
/// redirects, and again where that does no harm. For one thread.
final class Transport implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 5;
    private static final int UNAUTHORIZED = 401;

    private final RepositoryName name;
    private final Tries tries;
    private final HttpClient client;
    private final Authorizer authorizer;
    private String authorization = "";

    Transport(RepositoryName name, Logins logins, Tries tries) {
        this.name = name;
        this.tries = tries;
        this.client =
                HttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build();
        this.authorizer = new Authorizer(client, name, logins);
    }

    /// Sends it, again after a while if it came to nothing and may be repeated.
    ///
    /// @param attempt as `reading HOST/PATH:TAG`
    /// @param good the statuses that are what was asked for; any other is a failure
    /// @return whose body must be closed
    HttpResponse<InputStream> send(String attempt, Call call, Set<Integer> good) {
        for (int failures = 1; ; failures++) {
            try {
                return sendOnce(attempt, call, good);
            } catch (RegistryException e) {
                boolean isLast = failures >= tries.most() || !call.isRepeatable();
                if (isLast || e.kind() != Kind.INTERRUPTED) {
                    throw e;
                }
                tries.pause(attempt, failures);
            }
        }
    }

    HttpResponse<InputStream> sendOnce(String attempt, Call call, Set<Integer> good) {
        try {
            HttpResponse<InputStream> response = exchange(call);
            if (response.statusCode() == UNAUTHORIZED) {
                authorization = authorization(response);
                if (!authorization.isEmpty()) {
                    response.body().close();
                    response = exchange(call);
                }
            }
            if (!good.contains(response.statusCode())) {
                throw Answers.failure(attempt, call, name, response);
            }
            return response;
        } catch (IOException e) {
            throw new RegistryException(Kind.INTERRUPTED, attempt + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(Kind.OTHER, attempt + ": interrupted", e);
        }
    }

    /// What is not closed keeps its connection for ever.
    private String authorization(HttpResponse<InputStream> refused)
            throws IOException, InterruptedException {
        try {
            return authorizer.answer(Challenge.of(refused.headers().allValues("WWW-Authenticate")));
        } catch (IOException | InterruptedException | RuntimeException e) {
            refused.body().close();
            throw e;
        }
    }

    private HttpResponse<InputStream> exchange(Call call) throws IOException, InterruptedException {
        Call current = call;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response =
                    client.send(
                            current.request(isOurs(current.uri()) ? authorization : ""),
                            BodyHandlers.ofInputStream());
            if (!REDIRECTS.contains(response.statusCode())) {
                return response;
            }
            try (InputStream _ = response.body()) {
                current = current.to(location(current.uri(), response));
            }
        }
        throw new IOException("it was redirected more than " + MOST_REDIRECTS + " times");
    }

    /// Where an answer sends whoever asked.
    URI location(URI from, HttpResponse<?> response) throws IOException {
        String text =
                response.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new IOException("its answer has no Location"));
        return further(from, text);
    }

    /// @param text a URL in an answer, which may be relative
    URI further(URI from, String text) throws IOException {
        URI to;
        try {
            to = from.resolve(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("where its answer leads to is no URL", e);
        }
        if (!name.plainHttp() && "http".equals(to.getScheme())) {
            if (!isOurs(to)) {
                throw new IOException(
                        "it was redirected to http://%s, and only https may be used"
                                .formatted(to.getAuthority()));
            }
            // what is behind a proxy that ends TLS may not know of it
            return URI.create("https" + to.toString().substring("http".length()));
        }
        return to;
    }

    /// What is another's gets no login.
    private boolean isOurs(URI uri) {
        return String.valueOf(uri.getAuthority())
                .toLowerCase(Locale.ROOT)
                .equals(name.host().toLowerCase(Locale.ROOT));
    }

    Tries tries() {
        return tries;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
