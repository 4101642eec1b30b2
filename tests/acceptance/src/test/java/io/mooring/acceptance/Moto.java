package io.mooring.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An EC2 of its own on loopback, by tools/moto-server.
final class Moto implements AutoCloseable {

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
                new ProcessBuilder(Tree.tool("moto-server")).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        String address = output.readLine();
        if (address == null || !address.startsWith("http://")) {
            String more = output.lines().collect(Collectors.joining("\n"));
            throw new AssertionError("moto did not start:\n" + address + "\n" + more);
        }
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return new Moto(process, address);
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
