package io.mooring.provider.resources.host.docker.testkit;

import io.mooring.kube.HttpHead;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One request as it came.
///
/// @param path without the version of the API
record EngineCall(
        String method,
        String version,
        String path,
        Map<String, String> query,
        String contentType,
        byte[] body) {

    static EngineCall read(InputStream in) throws IOException {
        HttpHead head = HttpHead.read(in);
        String[] line = head.line().split(" ");
        URI target = URI.create(line[1]);
        String whole = target.getPath();
        boolean versioned = whole.matches("/v[0-9.]+/.*");
        int cut = versioned ? whole.indexOf('/', 1) : 0;
        int length = Integer.parseInt(head.first("Content-Length").orElse("0"));
        return new EngineCall(
                line[0],
                versioned ? whole.substring(2, cut) : "",
                whole.substring(cut),
                query(target.getRawQuery()),
                head.first("Content-Type").orElse(""),
                in.readNBytes(length));
    }

    private static Map<String, String> query(String raw) {
        var all = new LinkedHashMap<String, String>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                all.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    boolean changes() {
        return !method.equals("GET");
    }

    boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && path.matches(wantedPath);
    }

    /// The part of the path with that index, from 0.
    String part(int index) {
        return List.of(path.substring(1).split("/")).get(index);
    }

    JsonNode json() {
        return contentType.equals("application/json")
                ? JsonMapper.shared().readTree(body)
                : JsonMapper.shared().createObjectNode();
    }

    boolean flag(String name) {
        return query.getOrDefault(name, "false").equals("true");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    /// Whether its filters let a thing with these labels through.
    boolean means(JsonNode labels) {
        return JsonMapper.shared()
                .readTree(query.getOrDefault("filters", "{}"))
                .path("label")
                .valueStream()
                .map(it -> it.asString("").split("=", 2))
                .allMatch(it ->
                        labels.has(it[0])
                                && (it.length == 1
                                        || labels.path(it[0]).asString("").equals(it[1])));
    }
}
