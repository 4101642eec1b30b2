package io.mooring.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An EC2 of its own on loopback, by moto as tools/moto installed it. It ends with its standard
/// input, so it outlives nobody.
final class Moto implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");
    private static final String PROGRAM =
            """
            import os, sys, threading
            def end():
                sys.stdin.read()
                os._exit(0)
            threading.Thread(target=end, daemon=True).start()
            from moto.server import main
            main(["-H", "127.0.0.1", "-p", "0"])
            """;

    private final Process process;
    private final String endpoint;

    private Moto(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static Path python() {
        return Tree.cache().resolve("moto/bin/python");
    }

    static Moto start() throws IOException {
        Process process =
                new ProcessBuilder(python().toString(), "-c", PROGRAM)
                        .redirectErrorStream(true)
                        .start();
        var output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return new Moto(process, port.group(1));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("moto did not start:\n" + said);
    }

    String endpoint() {
        return endpoint;
    }

    /// How many instances run in that region, asked as any client asks EC2.
    long running(String region) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(endpoint + "/"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/%s/ec2/aws4_request, SignedHeaders=host, Signature=none"
                                        .formatted(region))
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "Action=DescribeInstances&Version=2016-11-15"))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Pattern.compile("<name>running</name>").matcher(answer).results().count();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
