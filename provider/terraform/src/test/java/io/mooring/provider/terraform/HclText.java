package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An example in Terraform's language, laid out as `terraform fmt` does it.
final class HclText {
    private static final int WIDTH = 96;

    private final Registry registry;
    private final Example example;

    HclText(Registry registry, Example example) {
        this.registry = registry;
        this.example = example;
    }

    /// Calls are data sources, where there is one.
    String text() {
        return text(false);
    }

    /// Calls are functions of the provider.
    String withFunctions() {
        return text(true);
    }

    private String text(boolean functions) {
        var blocks = new ArrayList<String>();
        for (var setting : example.settings()) {
            blocks.add(
                    "variable \"%s\" {\n  type      = string\n  sensitive = true\n}\n"
                            .formatted(Names.nested(setting)));
        }
        for (var resource : example.resources()) {
            blocks.add(
                    "resource \"%s\" \"%s\" {\n%s}\n"
                            .formatted(
                                    Names.resource(resource.type()),
                                    Names.nested(resource.name()),
                                    attributes(inputs(resource.type()), resource.properties(), 2)));
        }
        for (var call : example.calls()) {
            blocks.add(
                    functions || !Names.isLook(call.function())
                            ? locals(call)
                            : "data \"%s\" \"%s\" {\n%s}\n"
                                    .formatted(
                                            Names.dataSource(call.function()),
                                            Names.nested(call.name()),
                                            attributes(function(call), call.arguments(), 2)));
        }
        return String.join("\n", blocks);
    }

    private String locals(Example.Call call) {
        var entry = new Functions(registry).named(Names.function(call.function()));
        var arguments = new ArrayList<String>();
        entry.parameters()
                .forEach(parameter ->
                        arguments.add(
                                expression(
                                        parameter.type(),
                                        call.arguments().field(parameter.name()),
                                        2)));
        var options = entry.options();
        var given = call.arguments();
        for (var parameter : entry.parameters()) {
            given = given.without(parameter.name());
        }
        if (!given.fields().isEmpty()) {
            arguments.add(object(options, given, 2));
        }
        return "locals {\n  %s = provider::%s::%s(%s).%s\n}\n"
                .formatted(
                        Names.nested(call.name()),
                        registry.info().name(),
                        Names.function(call.function()),
                        String.join(", ", arguments),
                        Names.nested(call.result()));
    }

    private ObjectSchema inputs(Token type) {
        return Stream.concat(
                        registry.resource(type).stream().map(it -> it.type().inputs()),
                        registry.component(type).stream()
                                .map(it ->
                                        new Resources(registry)
                                                .named(Names.resource(type))
                                                .schema()
                                                .type()
                                                .inputs()))
                .findFirst()
                .orElseThrow();
    }

    private ObjectSchema function(Example.Call call) {
        return registry.function(call.function()).orElseThrow().type().inputs();
    }

    private String attributes(ObjectSchema schema, ObjectValue given, int indent) {
        var lines = new LinkedHashMap<String, String>();
        given.fields()
                .forEach((name, value) ->
                        lines.put(
                                Names.attribute(name),
                                expression(
                                        schema.property(name).orElseThrow().type(),
                                        value,
                                        indent)));
        return laidOut(lines, indent);
    }

    /// Equals signs stand below each other from line to line, where a value is one line.
    private static String laidOut(Map<String, String> attributes, int indent) {
        var text = new StringBuilder();
        var group = new ArrayList<Map.Entry<String, String>>();
        for (var attribute : attributes.entrySet()) {
            if (attribute.getValue().contains("\n")) {
                flush(group, indent, text);
                text.append(" ".repeat(indent))
                        .append(attribute.getKey())
                        .append(" = ")
                        .append(attribute.getValue())
                        .append("\n");
            } else {
                group.add(attribute);
            }
        }
        flush(group, indent, text);
        return text.toString();
    }

    private static void flush(
            List<Map.Entry<String, String>> group, int indent, StringBuilder text) {
        var width = group.stream().mapToInt(line -> line.getKey().length()).max().orElse(0);
        for (var line : group) {
            text.append(" ".repeat(indent))
                    .append(line.getKey())
                    .append(" ".repeat(width - line.getKey().length()))
                    .append(" = ")
                    .append(line.getValue())
                    .append("\n");
        }
        group.clear();
    }

    private String expression(PropertyType type, Value value, int indent) {
        var reference = Example.reference(value);
        if (reference.isPresent()) {
            return reference(reference.get());
        }
        return switch (value) {
            case ObjectValue object when type instanceof PropertyType.Ref(var named) ->
                    object(named.schema(), object, indent);
            case ObjectValue object -> map(elements(type), object, indent);
            case Value.ListValue(var items) -> list(elements(type), items, indent);
            case Value leaf -> leaf.toString();
        };
    }

    private String reference(Example.Reference reference) {
        if (reference.output().isEmpty()) {
            return example.settings().contains(reference.name())
                    ? "var." + Names.nested(reference.name())
                    : "local." + Names.nested(reference.name());
        }
        var resource = example.resource(reference.name()).orElseThrow();
        return "%s.%s.%s"
                .formatted(
                        Names.resource(resource.type()),
                        Names.nested(resource.name()),
                        Names.attribute(reference.output().get()));
    }

    private String object(ObjectSchema schema, ObjectValue object, int indent) {
        var parts = new LinkedHashMap<String, String>();
        object.fields()
                .forEach((name, value) ->
                        parts.put(
                                Names.nested(name),
                                expression(
                                        schema.property(name).orElseThrow().type(),
                                        value,
                                        indent + 2)));
        return braces(parts, indent);
    }

    private String map(PropertyType values, ObjectValue object, int indent) {
        var parts = new LinkedHashMap<String, String>();
        object.fields()
                .forEach((name, value) ->
                        parts.put(
                                name.matches("[A-Za-z_]\\w*") ? name : "\"" + name + "\"",
                                expression(values, value, indent + 2)));
        return braces(parts, indent);
    }

    private static String braces(Map<String, String> parts, int indent) {
        var one =
                parts.entrySet().stream()
                        .map(part -> part.getKey() + " = " + part.getValue())
                        .collect(Collectors.joining(", ", "{ ", " }"));
        if (parts.isEmpty()) {
            return "{}";
        }
        return one.length() + indent < WIDTH - 20 && !one.contains("\n")
                ? one
                : "{\n" + laidOut(parts, indent + 2) + " ".repeat(indent) + "}";
    }

    private String list(PropertyType items, List<Value> values, int indent) {
        var parts = values.stream().map(value -> expression(items, value, indent + 2)).toList();
        var one = "[" + String.join(", ", parts) + "]";
        if (one.length() + indent < WIDTH && !one.contains("\n")) {
            return one;
        }
        var inner = " ".repeat(indent + 2);
        return parts.stream()
                .map(part -> inner + part + ",\n")
                .collect(Collectors.joining("", "[\n", " ".repeat(indent) + "]"));
    }

    private static PropertyType elements(PropertyType type) {
        return switch (type) {
            case PropertyType.ListOf(var items) -> items;
            case PropertyType.MapOf(var values) -> values;
            case PropertyType.Ref _, PropertyType.Primitive _ -> PropertyType.ANY;
        };
    }
}
