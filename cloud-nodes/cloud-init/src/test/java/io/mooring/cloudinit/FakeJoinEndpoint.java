package io.mooring.cloudinit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A join endpoint on loopback with a certificate of its own, which remembers every request.
final class FakeJoinEndpoint implements AutoCloseable {
    /// @param query of its address, `null` if there is none
    /// @param tokenInArguments whether the token stood in any process's arguments meanwhile
    record Request(
            String line,
            String query,
            String authorization,
            String body,
            boolean tokenInArguments) {}

    /// What a machine gets that proves which it is.
    static final String GIVEN = "bcdefg.0123456789abcdef";

    private static final char[] PASSWORD = "for-tests".toCharArray();

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    final AtomicInteger failuresFirst = new AtomicInteger();
    volatile String acceptedToken = Samples.TOKEN;
    private final HttpsServer server;
    private final CaHash caHash;

    private FakeJoinEndpoint(HttpsServer server, CaHash caHash, byte[] ca) {
        this.server = server;
        this.caHash = caHash;
        answers.put("/node/ca.crt", ca);
    }

    static FakeJoinEndpoint start(Path directory, String address)
            throws IOException, GeneralSecurityException {
        var store = madeStore(Files.createTempDirectory(directory, "keys"));
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        var certificate = keys.getCertificate(keys.aliases().nextElement());
        var digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(certificate.getPublicKey().getEncoded());
        var server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByName(address), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        var pem =
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n";
        var endpoint =
                new FakeJoinEndpoint(
                        server,
                        new CaHash("sha256:" + HexFormat.of().formatHex(digest)),
                        pem.getBytes(StandardCharsets.UTF_8));
        server.createContext("/", endpoint::handle);
        server.start();
        return endpoint;
    }

    /// A new key with its certificate.
    private static Path madeStore(Path directory) {
        var script =
                """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout key.pem -out crt.pem \
                    -subj /CN=kubernetes -addext subjectAltName=DNS:join.mooring.internal
                openssl pkcs12 -export -inkey key.pem -in crt.pem -out store.p12 -passout pass:%s
                """;
        var made =
                Sh.run(
                        Map.of(),
                        "sh",
                        "-ec",
                        "cd '%s'\n%s".formatted(directory, script.formatted(new String(PASSWORD))));
        if (made.status() != 0) {
            throw new IllegalStateException(made.output());
        }
        return directory.resolve("store.p12");
    }

    Endpoint endpoint() {
        return new Endpoint(
                server.getAddress().getAddress().getHostAddress().replace("0:0:0:0:0:0:0:1", "::1"),
                server.getAddress().getPort());
    }

    CaHash caHash() {
        return caHash;
    }

    void answer(String path, String text) {
        answers.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(
                new Request(
                        exchange.getRequestMethod() + " " + path,
                        String.valueOf(exchange.getRequestURI().getQuery()),
                        authorization == null ? "" : authorization,
                        body,
                        tokenInArguments()));
        if (failuresFirst.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            respond(exchange, 503, new byte[0]);
        } else if (!path.equals("/node/ca.crt")
                && !("Bearer " + acceptedToken).equals(authorization)) {
            respond(exchange, 401, "the token has expired".getBytes(StandardCharsets.UTF_8));
        } else if (path.equals("/node/identity")) {
            acceptedToken = GIVEN;
            respond(exchange, 200, (GIVEN + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (exchange.getRequestMethod().equals("POST")) {
            respond(exchange, 200, new byte[0]);
        } else {
            var answer = answers.get(path);
            respond(
                    exchange,
                    answer == null ? 404 : 200,
                    answer == null
                            ? "there is no such thing".getBytes(StandardCharsets.UTF_8)
                            : answer);
        }
    }

    private static void respond(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static boolean tokenInArguments() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(it -> it.getFileName().toString().matches("[0-9]+"))
                    .anyMatch(FakeJoinEndpoint::showsToken);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean showsToken(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(Samples.TOKEN);
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
