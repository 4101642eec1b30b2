package io.mooring.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// HTTP to one API server: TLS, identity and proxies as the kubeconfig says. Blocks the calling
/// thread.
final class Transport implements AutoCloseable {
    private static final int MAX_ATTEMPTS = 4;
    private static final Duration OPENING_LIMIT = Duration.ofSeconds(2);

    record Response(int code, byte[] bytes) {
        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// As whom calls are made.
    private record Identity(HttpClient http, ApiDial dial, FirstAlone opening) {}

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final String base;
    private final Duration timeout;
    private volatile Identity identity;
    private volatile boolean lostItsServer;
    // guarded by this: what calls and watches that began before the last renewal still use
    private Optional<HttpClient> former = Optional.empty();

    Transport(String kubeconfig, Duration timeout) {
        var config = parse(kubeconfig);
        this.base = base(config);
        this.timeout = timeout;
        this.identity = identity(config);
    }

    /// Has calls from now on made with another identity. Calls and watches that run go on to their
    /// end with the former one, unless it is renewed once more.
    ///
    /// @throws IllegalArgumentException if the text is no usable kubeconfig, or of another server
    synchronized void renew(String kubeconfig) {
        var config = parse(kubeconfig);
        if (!base(config).equals(base)) {
            throw new IllegalArgumentException(
                    "a renewed kubeconfig must be of the same server " + base);
        }
        former.ifPresent(HttpClient::close);
        former = Optional.of(identity.http());
        identity = identity(config);
    }

    private static String base(Config config) {
        return config.getMasterUrl().replaceAll("/+$", "");
    }

    private Identity identity(Config config) {
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(0);
        var tls = KubeconfigTls.takeFrom(config);
        return new Identity(
                tls.applyTo(new Factory(executor).newBuilder(config)).build(),
                ApiDial.of(base, config, tls),
                new FirstAlone(OPENING_LIMIT));
    }

    private static Config parse(String kubeconfig) {
        try {
            return PlainKubeconfig.read(kubeconfig)
                    .orElseGet(() -> Config.fromKubeconfig(kubeconfig));
        } catch (RuntimeException e) {
            // the parser quotes what it read, and a kubeconfig holds private keys
            throw new IllegalArgumentException(
                    "cannot read the kubeconfig ("
                            + e.getClass().getSimpleName()
                            + "); check that it is YAML with a current-context, its cluster and"
                            + " its user");
        }
    }

    String base() {
        return base;
    }

    /// Whether a call got no answer.
    boolean lostItsServer() {
        return lostItsServer;
    }

    /// Sends, and sends again for a while if the server says it has too many requests.
    Response send(String method, String path, String contentType, String body) {
        for (int attempt = 1; ; attempt++) {
            var response = sendOnce(method, path, contentType, body);
            if (response.code() != 429 || attempt == MAX_ATTEMPTS) {
                return response;
            }
            pause(Duration.ofMillis(250L << attempt), method + " " + path);
        }
    }

    /// Sends, and leaves it to the caller whether to send again.
    Response sendOnce(String method, String path, String contentType, String body) {
        var now = identity;
        var client = now.http();
        var request = request(client, method, path, contentType, body);
        var action = method + " " + path;
        var response =
                now.opening()
                        .call(() ->
                                await(
                                        started(
                                                () -> client.sendAsync(request, byte[].class),
                                                action),
                                        timeout,
                                        action));
        var bytes = response.body();
        return new Response(response.code(), bytes == null ? new byte[0] : bytes);
    }

    private HttpRequest request(
            HttpClient client, String method, String path, String contentType, String body) {
        var builder =
                client.newHttpRequestBuilder()
                        .uri(base + path)
                        .header("Accept", "application/json, text/plain;q=0.5, */*;q=0.1");
        return body.isEmpty()
                ? builder.method(method, contentType, (String) null).build()
                : builder.method(method, contentType, body).build();
    }

    /// An answer that goes on, for one thread to read.
    ByteStream stream(String path) {
        var client = identity.http();
        var request = client.newHttpRequestBuilder().uri(base + path).forStreaming().build();
        var received = new ByteStream.Received();
        var answer = started(() -> client.consumeBytes(request, received), "GET " + path);
        var response = await(answer, timeout, "GET " + path);
        return new ByteStream(response.code(), response.body(), received);
    }

    /// A connection of its own, on which the request has been sent.
    RawConnection open(String method, String path, List<HttpHead.Field> fields) {
        try {
            return identity.dial().open(method, path, fields, timeout);
        } catch (IOException e) {
            // what a command is given is nobody's business
            throw unavailable(method + " " + path.split("\\?", 2)[0], e);
        }
    }

    /// A connection for messages both ways, of which the listener is told.
    WebSocket messages(String path, String protocol, WebSocket.Listener listener, String action) {
        var opening =
                identity.http()
                        .newWebSocketBuilder()
                        .uri(URI.create(base + path))
                        .subprotocol(protocol);
        return await(started(() -> opening.buildAsync(listener), action), timeout, action);
    }

    private <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> call, String action) {
        try {
            return call.get();
        } catch (IllegalStateException e) {
            throw new KubeFailure.Cancelled(action + " at " + base + ": the client is closed", e);
        }
    }

    <T> T await(CompletableFuture<T> answer, Duration limit, String action) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            lostItsServer = true;
            answer.cancel(true);
            throw new KubeFailure.Timeout(
                    0,
                    action + " at " + base + ": no answer within " + limit.toSeconds() + " s",
                    "",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw new KubeFailure.Cancelled(action + " at " + base + " was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WebSocketHandshakeException refused
                    ? StatusBody.failure(action + " at " + base, answer(refused))
                    : unavailable(action, e.getCause() == null ? e : e.getCause());
        }
    }

    /// With what it says, which only the JDK's own exception keeps.
    private static Response answer(WebSocketHandshakeException refused) {
        var body =
                refused.getCause() instanceof java.net.http.WebSocketHandshakeException own
                                && own.getResponse().body() instanceof String text
                        ? text
                        : "";
        return new Response(refused.getResponse().code(), body.getBytes(StandardCharsets.UTF_8));
    }

    private KubeFailure unavailable(String action, Throwable cause) {
        lostItsServer = true;
        var root = cause;
        while (root instanceof KubernetesClientException && root.getCause() != null) {
            root = root.getCause();
        }
        return new KubeFailure.Unavailable(
                0,
                action
                        + " at "
                        + base
                        + ": "
                        + root.getClass().getSimpleName()
                        + (root.getMessage() == null ? "" : " (" + root.getMessage() + ")")
                        + "; check that the API server runs and that the kubeconfig's server and CA"
                        + " are right",
                "",
                cause);
    }

    private void pause(Duration time, String action) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeFailure.Cancelled(action + " at " + base + " was interrupted", e);
        }
    }

    @Override
    public synchronized void close() {
        former.ifPresent(HttpClient::close);
        identity.http().close();
        executor.shutdownNow();
    }

    /// The JDK's client on virtual threads: a request costs no platform thread.
    private static final class Factory extends JdkHttpClientFactory {
        private final ExecutorService executor;

        Factory(ExecutorService executor) {
            this.executor = executor;
        }

        @Override
        protected java.net.http.HttpClient.Builder createNewHttpClientBuilder() {
            return java.net.http.HttpClient.newBuilder().executor(executor);
        }

        /// After fabric8 has said what it wants of TLS, which is its versions alone.
        @Override
        protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
            builder.sslParameters(CheapCiphers.first());
        }
    }
}
