package io.mooring.acceptance;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

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
        return Pattern.compile("<name>running</name>").matcher(describe(region)).results().count();
    }

    /// How many instances have that tag there.
    long tagged(String region, String name, String value) throws IOException, InterruptedException {
        String tag = "//instancesSet/item[tagSet/item[key='%s' and value='%s']]";
        return nodes(tag.formatted(name, value), parse(describe(region))).size();
    }

    /// The machines of Mooring that run there, by name, each with the id of its instance.
    Map<String, String> machines(String region) throws IOException, InterruptedException {
        var machines = new TreeMap<String, String>();
        Document answer = parse(describe(region));
        for (Node instance : nodes("//instancesSet/item", answer)) {
            if (text("instanceState/name", instance).equals("running")) {
                machines.put(
                        text("tagSet/item[key='mooring:machine']/value", instance),
                        text("instanceId", instance));
            }
        }
        return machines;
    }

    private static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
        } catch (SAXException | ParserConfigurationException | IOException e) {
            throw new AssertionError("reading " + xml, e);
        }
    }

    private static XPathNodes nodes(String path, Node in) {
        try {
            return XPathFactory.newDefaultInstance()
                    .newXPath()
                    .evaluateExpression(path, in, XPathNodes.class);
        } catch (XPathExpressionException e) {
            throw new AssertionError(path, e);
        }
    }

    private static String text(String path, Node in) {
        try {
            return XPathFactory.newDefaultInstance().newXPath().evaluate(path, in).strip();
        } catch (XPathExpressionException e) {
            throw new AssertionError(path, e);
        }
    }

    private String describe(String region) throws IOException, InterruptedException {
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
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
