package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// An example as it is written: a Pulumi program in YAML, of which those in other languages are
/// made.
///
/// @param settings what its user has to give, all of it secret texts
record Example(String yaml, List<String> settings, List<Resource> resources, List<Call> calls) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z]+)(?:\\.([A-Za-z]+))?}");

    /// A resource that is declared.
    record Resource(String name, Token type, ObjectValue properties) {}

    /// A function that is called, with the one result that is taken.
    record Call(String name, Token function, ObjectValue arguments, String result) {}

    /// What a text refers to: a setting, the result of a call, or an output of a resource.
    record Reference(String name, Optional<String> output) {}

    static Example parse(String yaml) {
        var tree = new YAMLMapper().readTree(yaml);
        var resources = new ArrayList<Resource>();
        tree.path("resources")
                .properties()
                .forEach(entry ->
                        resources.add(
                                new Resource(
                                        entry.getKey(),
                                        token(entry.getValue().path("type").asString()),
                                        object(entry.getValue().path("properties")))));
        var calls = new ArrayList<Call>();
        tree.path("variables")
                .properties()
                .forEach(entry -> {
                    var call = entry.getValue().path("fn::invoke");
                    calls.add(
                            new Call(
                                    entry.getKey(),
                                    token(call.path("function").asString()),
                                    object(call.path("arguments")),
                                    call.path("return").asString()));
                });
        return new Example(
                yaml,
                tree.path("configuration").properties().stream().map(Map.Entry::getKey).toList(),
                resources,
                calls);
    }

    /// What a value refers to, if it is nothing but that.
    static Optional<Reference> reference(Value value) {
        return value instanceof Value.Str(var text)
                ? Optional.of(REFERENCE.matcher(text))
                        .filter(matcher -> matcher.matches())
                        .map(matcher ->
                                new Reference(
                                        matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }

    Optional<Resource> resource(String name) {
        return resources.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /// Whether what a reference means may be absent, as the types of the languages have it.
    boolean isOptional(Registry registry, Reference reference) {
        var output = reference.output().orElse("");
        return resource(reference.name()).stream()
                .flatMap(it ->
                        Stream.concat(
                                registry.resource(it.type()).stream().map(r -> r.type().outputs()),
                                registry.component(it.type()).stream()
                                        .map(c -> c.type().outputs())))
                .flatMap(outputs -> outputs.property(output).stream())
                .anyMatch(property -> !property.required());
    }

    /// Users leave `index` out.
    private static Token token(String text) {
        return Token.parse(
                text.chars().filter(c -> c == ':').count() == 1 ? text.replace(":", "::") : text);
    }

    private static ObjectValue object(JsonNode node) {
        return value(node) instanceof ObjectValue object ? object : ObjectValue.EMPTY;
    }

    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Value>();
            node.properties().forEach(e -> fields.put(e.getKey(), value(e.getValue())));
            return new ObjectValue(fields);
        }
        if (node.isArray()) {
            return Value.list(node.valueStream().map(Example::value).toList());
        }
        if (node.isNumber()) {
            return Value.of(node.asDouble());
        }
        return node.isBoolean() ? Value.of(node.asBoolean()) : Value.of(node.asString(""));
    }
}
