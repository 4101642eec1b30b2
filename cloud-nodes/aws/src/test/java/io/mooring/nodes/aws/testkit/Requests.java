package io.mooring.nodes.aws.testkit;

import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.ApiDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checks requests against the published descriptions of EC2, of the Systems Manager and of the
/// price list, as far as we call them.
final class Requests {

    private static final ApiDescription API = ApiDescription.read(Requests.class, "aws.json");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

    private Requests() {}

    /// The answer to a request that is wrong.
    static Optional<Answer> refused(ApiCall call) {
        List<String> wrong = wrong(call);
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Answers.error(
                                400,
                                "UnknownParameter",
                                call.action() + ": " + String.join(", ", wrong)));
    }

    private static List<String> wrong(ApiCall call) {
        String path = "/" + call.action();
        if (call.parameters().isEmpty()) {
            return API.wrong("POST", path, Map.of(), JsonMapper.shared().readTree(call.body()));
        }
        var body = new TreeMap<>(call.parameters());
        body.remove("Action");
        var version = new TreeMap<String, String>();
        Optional.ofNullable(body.remove("Version")).ifPresent(it -> version.put("Version", it));
        return API.wrong("POST", path, version, json(tree(body)));
    }

    /// `Filter.1.Value.2=a` as what it stands for: names in one another.
    private static Map<String, Object> tree(Map<String, String> parameters) {
        var root = new TreeMap<String, Object>();
        parameters.forEach((name, value) -> {
            Map<String, Object> holder = root;
            String[] parts = name.split("\\.");
            for (int i = 0; i < parts.length - 1; i++) {
                holder = inner(holder, parts[i]);
            }
            holder.put(parts[parts.length - 1], value);
        });
        return root;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> inner(Map<String, Object> holder, String name) {
        return (Map<String, Object>) holder.computeIfAbsent(name, _ -> new TreeMap<>());
    }

    /// Where all names are numbers from 1 on there is a list.
    private static JsonNode json(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return JsonMapper.shared().valueToTree(value);
        }
        if (map.keySet().stream().allMatch(it -> NUMBER.matcher((String) it).matches())
                && !map.isEmpty()) {
            var list = JsonMapper.shared().createArrayNode();
            for (int i = 1; i <= map.size(); i++) {
                list.add(map.containsKey("" + i) ? json(map.get("" + i)) : json("missing"));
            }
            return list;
        }
        var object = JsonMapper.shared().createObjectNode();
        map.forEach((name, inner) -> object.set((String) name, json(inner)));
        return object;
    }
}
