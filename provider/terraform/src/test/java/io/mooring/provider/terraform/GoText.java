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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An example as a whole program in Go, laid out as `gofmt` does it.
final class GoText {
    private static final String SDK = "mooring.io/sdk/go/mooring";
    private static final String PULUMI = "github.com/pulumi/pulumi/sdk/v3/go/pulumi";

    private final Registry registry;
    private final Example example;
    private final TreeSet<String> imports = new TreeSet<>(List.of(PULUMI));

    private GoText(Registry registry, Example example) {
        this.registry = registry;
        this.example = example;
    }

    static String of(Registry registry, Example example) {
        return new GoText(registry, example).text();
    }

    private String text() {
        var statements = new ArrayList<String>();
        if (!example.settings().isEmpty()) {
            imports.add(PULUMI + "/config");
            statements.add("settings := config.New(ctx, \"\")\n");
        }
        for (var setting : example.settings()) {
            statements.add("%1$s := settings.RequireSecret(\"%1$s\")\n".formatted(setting));
        }
        example.resources().forEach(resource -> statements.add(declared(resource)));
        example.calls().forEach(call -> statements.add(called(call)));
        var body =
                statements.stream()
                        .map(statement -> indented(statement, 2))
                        .collect(Collectors.joining());
        return """
        package main

        import (
        %s)

        func main() {
        \tpulumi.Run(func(ctx *pulumi.Context) error {
        %s\t\treturn nil
        \t})
        }
        """
                .formatted(
                        imports.stream().map("\t\"%s\"\n"::formatted).collect(Collectors.joining()),
                        body);
    }

    private String declared(Example.Resource resource) {
        var type = resource.type();
        var inputs =
                Stream.concat(
                                registry.resource(type).stream().map(it -> it.type().inputs()),
                                registry.component(type).stream().map(it -> it.type().inputs()))
                        .findFirst()
                        .orElseThrow();
        var made =
                "%s.New%s(ctx, \"%s\", &%s)"
                        .formatted(
                                home(type),
                                type.name(),
                                resource.name(),
                                literal(
                                        home(type) + "." + type.name() + "Args",
                                        fields(inputs, resource.properties())));
        return isUsed(resource.name())
                ? "%s, err := %s\nif err != nil {\n\treturn err\n}\n"
                        .formatted(resource.name(), made)
                : "if _, err := %s; err != nil {\n\treturn err\n}\n".formatted(made);
    }

    private String called(Example.Call call) {
        var inputs = registry.function(call.function()).orElseThrow().type().inputs();
        var name = title(call.function().name());
        return "%s := %s.%sOutput(ctx, %s)\nctx.Export(\"%s\", %s.%s())\n"
                .formatted(
                        call.name(),
                        home(call.function()),
                        name,
                        literal(
                                home(call.function()) + "." + name + "OutputArgs",
                                fields(inputs, call.arguments())),
                        call.name(),
                        call.name(),
                        title(call.result()));
    }

    private Map<String, String> fields(ObjectSchema schema, ObjectValue given) {
        var fields = new LinkedHashMap<String, String>();
        given.fields()
                .forEach((name, value) ->
                        fields.put(
                                title(name),
                                expression(schema.property(name).orElseThrow().type(), value)));
        return fields;
    }

    private String expression(PropertyType type, Value value) {
        var reference = Example.reference(value);
        if (reference.isPresent()) {
            return reference(reference.get());
        }
        return switch (value) {
            case ObjectValue object when type instanceof PropertyType.Ref(var named) ->
                    literal(
                            home(named.token()) + "." + named.token().name() + "Args",
                            fields(named.schema(), object));
            case ObjectValue object -> {
                var values = type instanceof PropertyType.MapOf(var each) ? each : PropertyType.ANY;
                var entries = new LinkedHashMap<String, String>();
                object.fields()
                        .forEach((key, item) ->
                                entries.put("\"" + key + "\"", expression(values, item)));
                yield literal(collection(values, "Map"), entries);
            }
            case Value.ListValue(var items) -> {
                var of = type instanceof PropertyType.ListOf(var each) ? each : PropertyType.ANY;
                var parts = items.stream().map(item -> expression(of, item)).toList();
                yield list(collection(of, "Array"), parts);
            }
            case Value.Bool(var flag) -> "pulumi.Bool(" + flag + ")";
            case Value.Num _ when type == PropertyType.NUMBER -> "pulumi.Float64(" + value + ")";
            case Value.Num _ -> "pulumi.Int(" + value + ")";
            case Value leaf -> "pulumi.String(" + leaf + ")";
        };
    }

    /// `pulumi.StringMap`, `aws.VolumeArray`, or `pulumi.Map` for anything.
    private String collection(PropertyType elements, String kind) {
        return switch (elements) {
            case PropertyType.Ref(var named) ->
                    home(named.token()) + "." + named.token().name() + kind;
            case PropertyType.Primitive.STRING -> "pulumi.String" + kind;
            case PropertyType.Primitive.INTEGER -> "pulumi.Int" + kind;
            case PropertyType.Primitive.NUMBER -> "pulumi.Float64" + kind;
            case PropertyType.Primitive.BOOLEAN -> "pulumi.Bool" + kind;
            case PropertyType.Primitive.ANY -> "pulumi." + kind;
            case PropertyType.ListOf _, PropertyType.MapOf _ -> "pulumi." + kind;
        };
    }

    /// What may be absent is a pointer to Go.
    private String reference(Example.Reference reference) {
        return reference
                .output()
                .map(output ->
                        reference.name()
                                + "."
                                + title(output)
                                + (example.isOptional(registry, reference) ? ".Elem()" : ""))
                .orElse(reference.name());
    }

    private boolean isUsed(String resource) {
        return Stream.concat(
                        example.resources().stream().map(Example.Resource::properties),
                        example.calls().stream().map(Example.Call::arguments))
                .anyMatch(given -> given.toString().contains("${" + resource + "."));
    }

    private String home(Token token) {
        var isIndex = token.module().equals("index");
        imports.add(isIndex ? SDK : SDK + "/" + token.module());
        return isIndex ? registry.info().name() : token.module();
    }

    private static String literal(String type, Map<String, String> fields) {
        return type + (fields.isEmpty() ? "{}" : "{\n" + laidOut(fields) + "}");
    }

    private static String list(String type, List<String> items) {
        return items.isEmpty()
                ? type + "{}"
                : items.stream()
                        .map(item -> indented(item + ",", 1))
                        .collect(Collectors.joining("", type + "{\n", "}"));
    }

    /// Values stand below each other from line to line, where a value is one line.
    private static String laidOut(Map<String, String> fields) {
        var text = new StringBuilder();
        var group = new LinkedHashMap<String, String>();
        fields.forEach((name, value) -> {
            if (value.contains("\n")) {
                flush(group, text);
                text.append(indented(name + ": " + value + ",", 1));
            } else {
                group.put(name, value);
            }
        });
        flush(group, text);
        return text.toString();
    }

    private static void flush(Map<String, String> group, StringBuilder text) {
        var longest = group.keySet().stream().mapToInt(String::length).max().orElse(0);
        group.forEach((name, value) ->
                text.append(
                        "\t%s:%s%s,\n"
                                .formatted(name, " ".repeat(longest - name.length() + 1), value)));
        group.clear();
    }

    private static String indented(String text, int tabs) {
        return text.lines()
                .map(line -> "\t".repeat(tabs) + line + "\n")
                .collect(Collectors.joining());
    }

    private static String title(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
