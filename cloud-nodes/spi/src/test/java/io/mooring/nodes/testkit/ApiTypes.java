package io.mooring.nodes.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What the objects of an API may hold.
record ApiTypes(Map<String, Map<String, ApiField>> fields) {

    static ApiTypes of(JsonNode types) {
        return new ApiTypes(
                types.properties().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, it -> ApiField.all(it.getValue()))));
    }

    /// Adds what is wrong with an object of that type.
    ///
    /// @param path where it is in the body, empty for the body itself
    void check(String type, String path, JsonNode object, List<String> wrong) {
        if (!object.isObject()) {
            wrong.add((path.isEmpty() ? "the body" : path) + ": is no object");
            return;
        }
        Map<String, ApiField> known = fields.get(type);
        if (known == null) {
            throw new IllegalStateException("no type " + type + ": run tools/cloud-apis");
        }
        String prefix = path.isEmpty() ? "" : path + ".";
        object.properties()
                .forEach(it -> {
                    String name = prefix + it.getKey();
                    Optional.ofNullable(known.get(it.getKey()))
                            .ifPresentOrElse(
                                    field -> field(field, name, it.getValue(), wrong),
                                    () -> wrong.add("unknown " + name));
                });
        known.forEach((name, field) -> {
            if (field.isRequired() && !object.has(name)) {
                wrong.add("missing " + prefix + name);
            }
        });
    }

    private void field(ApiField field, String path, JsonNode value, List<String> wrong) {
        if (field.isReadOnly()) {
            wrong.add(path + ": is only told, never taken");
        } else if (field.isList() && !value.isArray()) {
            wrong.add(path + ": is no list");
        } else if (field.isMap() && !value.isObject()) {
            wrong.add(path + ": is no map");
        } else if (field.isList()) {
            value.forEach(it -> item(field, path + "[]", it, wrong));
        } else if (field.isMap()) {
            value.properties()
                    .forEach(it -> item(field, path + "." + it.getKey(), it.getValue(), wrong));
        } else {
            item(field, path, value, wrong);
        }
    }

    private void item(ApiField field, String path, JsonNode value, List<String> wrong) {
        if (fields.containsKey(field.type())) {
            check(field.type(), path, value, wrong);
        } else {
            field.wrong(value).ifPresent(it -> wrong.add(path + ": " + it));
        }
    }
}
