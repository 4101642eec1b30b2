package io.mooring.nodes.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a cloud has published of its API, as far as we call it: which calls there are, which
/// parameters they take, and what their bodies may hold. `tools/cloud-apis` writes the files.
/// Immutable.
public final class ApiDescription {

    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)}");

    private final Map<String, ApiField> common;
    private final List<Call> calls;
    private final ApiTypes types;

    private ApiDescription(Map<String, ApiField> common, List<Call> calls, ApiTypes types) {
        this.common = common;
        this.calls = calls;
        this.types = types;
    }

    /// @param body the type of its body, empty if it has none
    private record Call(
            String method,
            Pattern path,
            List<String> places,
            Map<String, ApiField> parameters,
            String body) {

        static Call of(JsonNode spec) {
            String template = spec.path("path").asString("");
            var places = PLACE.matcher(template).results().map(it -> it.group(1)).toList();
            String path = "\\Q" + PLACE.matcher(template).replaceAll("\\\\E([^/]+)\\\\Q") + "\\E";
            return new Call(
                    spec.path("method").asString(""),
                    Pattern.compile(path),
                    places,
                    ApiField.all(spec.path("parameters")),
                    spec.path("body").asString(""));
        }
    }

    /// @param resource beside that class
    public static ApiDescription read(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "there is no " + resource + ": run tools/cloud-apis");
            }
            JsonNode root = JsonMapper.shared().readTree(in);
            return new ApiDescription(
                    ApiField.all(root.path("parameters")),
                    root.path("calls").valueStream().map(Call::of).toList(),
                    ApiTypes.of(root.path("types")));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    /// What is wrong with a request, a phrase for each.
    public List<String> wrong(
            String method, String path, Map<String, String> query, JsonNode body) {
        for (Call call : calls) {
            Matcher matcher = call.path().matcher(path);
            if (call.method().equals(method) && matcher.matches()) {
                var given = new LinkedHashMap<>(query);
                for (int i = 0; i < call.places().size(); i++) {
                    given.put(call.places().get(i), matcher.group(i + 1));
                }
                var wrong = new ArrayList<String>();
                parameters(call, given, wrong);
                body(call, body, wrong);
                return wrong;
            }
        }
        return List.of("no call is described that is " + method + " " + path);
    }

    private void parameters(Call call, Map<String, String> given, List<String> wrong) {
        given.forEach((name, text) ->
                Optional.ofNullable(call.parameters().getOrDefault(name, common.get(name)))
                        .map(it -> it.wrongText(text))
                        .orElse(Optional.of("unknown"))
                        .ifPresent(it -> wrong.add("parameter " + name + ": " + it)));
        call.parameters()
                .forEach((name, field) -> {
                    if (field.isRequired() && !given.containsKey(name)) {
                        wrong.add("parameter " + name + ": missing");
                    }
                });
    }

    private void body(Call call, JsonNode body, List<String> wrong) {
        if (!call.body().isEmpty()) {
            types.check(call.body(), "", body, wrong);
        } else if (!body.isEmpty()) {
            wrong.add("a body, where none is");
        }
    }
}
