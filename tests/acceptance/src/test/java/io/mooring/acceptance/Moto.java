package io.mooring.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An EC2 and S3 of its own, by tools/moto-server.
final class Moto implements AutoCloseable {

    private final Announced server;

    private Moto(Announced server) {
        this.server = server;
    }

    static Path python() {
        return Tree.cache().resolve("moto/bin/python");
    }

    /// On loopback.
    static Moto start() throws IOException {
        return start(List.of(), "127.0.0.1");
    }

    /// @param front what starts it, as in another network namespace
    /// @param address one of that
    static Moto start(List<String> front, String address) throws IOException {
        List<String> command = new ArrayList<>(front);
        command.addAll(List.of(Tree.tool("moto-server"), address));
        return new Moto(Announced.start("http://", command));
    }

    String endpoint() {
        return server.address();
    }

    /// How many instances run in that region, asked as any client asks EC2.
    long running(String region) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(endpoint() + "/"))
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
        server.close();
    }
}
