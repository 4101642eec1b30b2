package io.mooring.provider.resources.host.docker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// One call of the Engine API.
///
/// @param path without the version of the API
record EngineRequest(
        String method, String path, Map<String, String> query, Body body, Duration limit) {

    private static final Duration USUAL = Duration.ofSeconds(30);

    /// What is sent.
    sealed interface Body {

        record None() implements Body {}

        record Bytes(String type, byte[] content) implements Body {}

        record OfFile(String type, Path file) implements Body {}
    }

    static EngineRequest of(String method, String path) {
        return new EngineRequest(method, path, Map.of(), new Body.None(), USUAL);
    }

    EngineRequest with(String parameter, String value) {
        var more = new LinkedHashMap<>(query);
        more.put(parameter, value);
        return new EngineRequest(method, path, more, body, limit);
    }

    /// @param content maps, lists, texts, numbers and truth values
    EngineRequest json(Object content) {
        return sending(
                new Body.Bytes("application/json", JsonMapper.shared().writeValueAsBytes(content)));
    }

    EngineRequest tar(byte[] archive) {
        return sending(new Body.Bytes("application/x-tar", archive));
    }

    EngineRequest tar(Path archive) {
        return sending(new Body.OfFile("application/x-tar", archive));
    }

    private EngineRequest sending(Body sent) {
        return new EngineRequest(method, path, query, sent, limit);
    }

    EngineRequest within(Duration longest) {
        return new EngineRequest(method, path, query, body, longest);
    }

    /// The path and the query, for a version of the API.
    String target(String version) {
        String parameters =
                query.entrySet().stream()
                        .map(it ->
                                it.getKey()
                                        + "="
                                        + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return version + path + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    String contentType() {
        return switch (body) {
            case Body.None _ -> "";
            case Body.Bytes bytes -> bytes.type();
            case Body.OfFile file -> file.type();
        };
    }

    long length() throws IOException {
        return switch (body) {
            case Body.None _ -> 0;
            case Body.Bytes bytes -> bytes.content().length;
            case Body.OfFile file -> Files.size(file.file());
        };
    }

    InputStream content() throws IOException {
        return switch (body) {
            case Body.None _ -> InputStream.nullInputStream();
            case Body.Bytes bytes -> new ByteArrayInputStream(bytes.content());
            case Body.OfFile file -> Files.newInputStream(file.file());
        };
    }

    /// Without the body, which may hold secrets.
    @Override
    public String toString() {
        return method + " " + path;
    }
}
