package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An example as a whole program in TypeScript or in Python, which differ in little: both take
/// nested objects as they are written.
final class ScriptText {
    private static final int WIDTH = 96;

    private final Registry registry;
    private final Example example;
    private final Language language;

    /// What the two languages do not share.
    private enum Language {
        TYPESCRIPT,
        PYTHON
    }

    private ScriptText(Registry registry, Example example, Language language) {
        this.registry = registry;
        this.example = example;
        this.language = language;
    }

    static String typescript(Registry registry, Example example) {
        return new ScriptText(registry, example, Language.TYPESCRIPT).text();
    }

    static String python(Registry registry, Example example) {
        return new ScriptText(registry, example, Language.PYTHON).text();
    }

    private boolean isPython() {
        return language == Language.PYTHON;
    }

    private String text() {
        var lines = new ArrayList<String>();
        var sdk =
                isPython()
                        ? "import pulumi_mooring as mooring"
                        : "import * as mooring from \"@mooring/pulumi\";";
        if (example.settings().isEmpty()) {
            lines.add(sdk);
        } else {
            lines.add(isPython() ? "import pulumi" : "import * as pulumi from \"@pulumi/pulumi\";");
            lines.add(sdk);
        }
        lines.add("");
        for (var setting : example.settings()) {
            lines.add(
                    isPython()
                            ? "%s = pulumi.Config().require_secret(\"%s\")"
                                    .formatted(name(setting), setting)
                            : "const %1$s = new pulumi.Config().requireSecret(\"%1$s\");"
                                    .formatted(setting));
        }
        example.resources().forEach(resource -> lines.add(declared(resource)));
        example.calls().forEach(call -> lines.add(called(call)));
        return String.join("\n", lines) + "\n";
    }

    private String declared(Example.Resource resource) {
        var type = resource.type();
        var module = type.module().equals("index") ? "" : "." + type.module();
        var inputs =
                Stream.concat(
                                registry.resource(type).stream().map(it -> it.type().inputs()),
                                registry.component(type).stream().map(it -> it.type().inputs()))
                        .findFirst()
                        .orElseThrow();
        var properties = new ArrayList<String>();
        resource.properties()
                .fields()
                .forEach((name, value) ->
                        properties.add(
                                field(name, inputs.property(name).orElseThrow().type(), value)));
        var made = "mooring%s.%s(\"%s\", ".formatted(module, type.name(), resource.name());
        return isPython()
                ? "%s = %s%s)".formatted(name(resource.name()), made.strip(), block(properties))
                : "const %s = new %s{%s});".formatted(resource.name(), made, block(properties));
    }

    private String called(Example.Call call) {
        var inputs = registry.function(call.function()).orElseThrow().type().inputs();
        var arguments = new ArrayList<String>();
        call.arguments()
                .fields()
                .forEach((name, value) ->
                        arguments.add(
                                field(name, inputs.property(name).orElseThrow().type(), value)));
        var function = call.function().name();
        return isPython()
                ? "%s = mooring.%s_output(%s).%s"
                        .formatted(
                                name(call.name()),
                                name(function),
                                block(arguments),
                                name(call.result()))
                : "const %s = mooring.%sOutput({%s}).%s;"
                        .formatted(call.name(), function, block(arguments), call.result());
    }

    /// Each on a line of its own.
    private static String block(List<String> fields) {
        return fields.stream()
                .map(field -> (field + ",").indent(4))
                .collect(Collectors.joining("", "\n", ""));
    }

    private String field(String name, PropertyType type, Value value) {
        return isPython()
                ? name(name) + "=" + expression(type, value)
                : name + ": " + expression(type, value);
    }

    private String expression(PropertyType type, Value value) {
        var reference = Example.reference(value);
        if (reference.isPresent()) {
            return reference(reference.get());
        }
        return switch (value) {
            case ObjectValue object -> object(type, object);
            case Value.ListValue(var items) -> {
                var of = type instanceof PropertyType.ListOf(var each) ? each : PropertyType.ANY;
                var parts = items.stream().map(item -> expression(of, item)).toList();
                yield wrapped("[", "]", parts);
            }
            case Value.Bool(var flag) when isPython() -> flag ? "True" : "False";
            case Value leaf -> leaf.toString();
        };
    }

    private String object(PropertyType type, ObjectValue object) {
        var parts = new ArrayList<String>();
        object.fields()
                .forEach((name, value) -> {
                    var isNamed = type instanceof PropertyType.Ref;
                    var inner =
                            switch (type) {
                                case PropertyType.Ref(var named) ->
                                        named.schema().property(name).orElseThrow().type();
                                case PropertyType.MapOf(var values) -> values;
                                case PropertyType _ -> PropertyType.ANY;
                            };
                    var key =
                            isPython()
                                    ? "\"" + (isNamed ? name(name) : name) + "\""
                                    : name.matches("[A-Za-z_]\\w*") ? name : "\"" + name + "\"";
                    parts.add(key + ": " + expression(inner, value));
                });
        if (parts.isEmpty()) {
            return "{}";
        }
        return isPython() ? wrapped("{", "}", parts) : wrapped("{ ", " }", parts);
    }

    private static String wrapped(String begin, String end, List<String> parts) {
        var one = begin + String.join(", ", parts) + end;
        return one.length() < WIDTH - 30 && !one.contains("\n")
                ? one
                : begin.strip() + block(parts) + end.strip();
    }

    /// Some outputs are absent for those who do not wait; the types say so.
    private String reference(Example.Reference reference) {
        var name = name(reference.name());
        if (reference.output().isEmpty()) {
            return name;
        }
        var output = name + "." + name(reference.output().get());
        return !isPython() && example.isOptional(registry, reference)
                ? output + ".apply((it) => it!)"
                : output;
    }

    private String name(String property) {
        return isPython()
                ? property.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : property;
    }
}
