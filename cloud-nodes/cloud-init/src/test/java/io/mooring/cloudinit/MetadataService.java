package io.mooring.cloudinit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The metadata services of all clouds, as far as they say who a machine is, on loopback. What they
/// give is signed by nobody.
final class MetadataService implements AutoCloseable {
    static final String FORM_OF_DOCUMENT = "bWFj";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String challenge;

    private MetadataService(HttpServer server, String challenge) {
        this.server = server;
        this.challenge = challenge;
    }

    static MetadataService start(CaHash hash, String tokenId) throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        var service =
                new MetadataService(
                        server, "https://join.mooring.internal/" + hash.text() + "/" + tokenId);
        server.createContext("/", service::handle);
        server.start();
        return service;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> lines() {
        return lines;
    }

    List<String> headers() {
        return headers;
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        lines.add(exchange.getRequestMethod() + " " + path);
        for (var name : List.of("X-aws-ec2-metadata-token", "Metadata-Flavor", "Metadata")) {
            var value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.add(name + ": " + value);
            }
        }
        var answer = answer(path, String.valueOf(exchange.getRequestURI().getQuery()));
        var bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String answer(String path, String query) {
        return switch (path) {
            case "/latest/api/token" -> "session";
            case "/latest/dynamic/instance-identity/rsa2048" -> "bWFjaGluZQ==";
            case "/computeMetadata/v1/instance/service-accounts/default/identity" ->
                    query.equals("audience=" + challenge + "&format=full") ? "bWFjaGluZQ==" : "";
            case "/metadata/attested/document" -> attested(query);
            default -> "";
        };
    }

    private String attested(String query) {
        var nonce = query.substring(query.indexOf("nonce=") + 6);
        if (!nonce.equals(nonce(challenge))) {
            return "";
        }
        // of the same beginning as those of the others
        var text = "machine {\"nonce\":\"" + nonce + "\"}";
        var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "{\"encoding\":\"pkcs7\",\"signature\":\"" + encoded + "\"}";
    }

    private static String nonce(String challenge) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(challenge.getBytes(StandardCharsets.UTF_8));
            var digits = new StringBuilder();
            for (var c : HexFormat.of().formatHex(hash).substring(0, 10).toCharArray()) {
                digits.append((char) (c >= 'a' ? c - 'a' + '0' : c));
            }
            return digits.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
