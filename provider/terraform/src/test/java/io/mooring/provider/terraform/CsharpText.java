package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An example as a whole program in C#.
final class CsharpText {
    private static final String ROOT = "Mooring.Pulumi";
    private static final String CONNECTION = "connection";

    private final Registry registry;
    private final Example example;
    private final TreeSet<String> imports = new TreeSet<>(List.of(ROOT, "Pulumi"));
    private final TreeSet<String> modules = new TreeSet<>();

    private CsharpText(Registry registry, Example example) {
        this.registry = registry;
        this.example = example;
    }

    static String of(Registry registry, Example example) {
        return new CsharpText(registry, example).text();
    }

    private String text() {
        var statements = new ArrayList<String>();
        for (var setting : example.settings()) {
            statements.add("var %1$s = new Config().RequireSecret(\"%1$s\");".formatted(setting));
        }
        example.resources()
                .forEach(resource -> {
                    statements.add(declared(resource));
                    if (isUsed(resource.name())) {
                        statements.add(connection(resource.name()));
                    }
                });
        example.calls().forEach(call -> statements.add(called(call)));
        var body =
                statements.stream()
                        .map(statement -> statement.indent(4))
                        .collect(Collectors.joining());
        var head =
                Stream.concat(
                                imports.stream().map("using %s;"::formatted),
                                modules.stream()
                                        .map(it -> "using %1$s = %2$s.%1$s;".formatted(it, ROOT)))
                        .collect(Collectors.joining("\n"));
        return "%s\n\nreturn await Deployment.RunAsync(() =>\n{\n%s});\n".formatted(head, body);
    }

    private String declared(Example.Resource resource) {
        var type = resource.type();
        var inputs =
                Stream.concat(
                                registry.resource(type).stream().map(it -> it.type().inputs()),
                                registry.component(type).stream().map(it -> it.type().inputs()))
                        .findFirst()
                        .orElseThrow();
        var name = home(type) + type.name();
        return "var %s = new %s(\"%s\", %s);"
                .formatted(
                        resource.name(),
                        name,
                        resource.name(),
                        built(name + "Args", inputs, resource.properties()));
    }

    /// The SDK has one type for what a resource tells, and another for what one is given.
    private String connection(String resource) {
        imports.add(ROOT + ".Inputs");
        return """
        var %1$sConnection = %1$s.Connection.Apply(it => new ClusterConnectionArgs
        {
            Name = it!.Name,
            Endpoint = it.Endpoint,
            CaCertHash = it.CaCertHash,
            Kubeconfig = it.Kubeconfig,
        });\
        """
                .formatted(resource);
    }

    private String called(Example.Call call) {
        var function = call.function();
        var name = home(function) + title(function.name());
        return "var %s = %s.Invoke(%s).Apply(it => it.%s);"
                .formatted(
                        call.name(),
                        name,
                        built(
                                name + "InvokeArgs",
                                registry.function(function).orElseThrow().type().inputs(),
                                call.arguments()),
                        title(call.result()));
    }

    private String built(String type, ObjectSchema schema, ObjectValue given) {
        if (given.fields().isEmpty()) {
            return "new " + type + "()";
        }
        var fields =
                given.fields().entrySet().stream()
                        .map(field ->
                                title(field.getKey())
                                        + " = "
                                        + expression(
                                                schema.property(field.getKey())
                                                        .orElseThrow()
                                                        .type(),
                                                field.getValue()))
                        .toList();
        return "new " + type + block(fields);
    }

    private String expression(PropertyType type, Value value) {
        var reference = Example.reference(value);
        if (reference.isPresent()) {
            return reference(reference.get());
        }
        return switch (value) {
            case ObjectValue object when type instanceof PropertyType.Ref(var named) -> {
                var token = named.token();
                if (token.module().equals("index")) {
                    imports.add(ROOT + ".Inputs");
                    yield built(token.name() + "Args", named.schema(), object);
                }
                yield built(
                        home(token) + "Inputs." + token.name() + "Args", named.schema(), object);
            }
            case ObjectValue object when isAny(type) -> {
                imports.add("System.Collections.Generic");
                yield "new Dictionary<string, object>"
                        + block(
                                object.fields().entrySet().stream()
                                        .map(it ->
                                                "[\"%s\"] = %s"
                                                        .formatted(
                                                                it.getKey(),
                                                                expression(
                                                                        PropertyType.ANY,
                                                                        it.getValue())))
                                        .toList());
            }
            case ObjectValue object ->
                    block(
                                    object.fields().entrySet().stream()
                                            .map(it ->
                                                    "{ \"%s\", %s }"
                                                            .formatted(
                                                                    it.getKey(),
                                                                    expression(
                                                                            elements(type),
                                                                            it.getValue())))
                                            .toList())
                            .strip();
            case Value.ListValue(var items) -> {
                var parts = items.stream().map(item -> expression(elements(type), item)).toList();
                yield isAny(type)
                        ? "new object[]" + block(parts)
                        : parts.stream().anyMatch(it -> it.contains("\n"))
                                ? block(parts).substring(1)
                                : "{ " + String.join(", ", parts) + " }";
            }
            case Value leaf -> leaf.toString();
        };
    }

    /// A tree of any shape is what its SDK takes as it is.
    private static boolean isAny(PropertyType type) {
        return type == PropertyType.ANY
                || type instanceof PropertyType.MapOf(var each) && each == PropertyType.ANY;
    }

    private static PropertyType elements(PropertyType type) {
        return switch (type) {
            case PropertyType.MapOf(var each) -> each;
            case PropertyType.ListOf(var each) -> each;
            case PropertyType _ -> PropertyType.ANY;
        };
    }

    private String reference(Example.Reference reference) {
        if (reference.output().isEmpty()) {
            return reference.name();
        }
        var output = reference.output().get();
        if (output.equals(CONNECTION)) {
            return reference.name() + "Connection";
        }
        var told = reference.name() + "." + title(output);
        return example.isOptional(registry, reference) ? told + ".Apply(it => it!)" : told;
    }

    private boolean isUsed(String resource) {
        return Stream.concat(
                        example.resources().stream().map(Example.Resource::properties),
                        example.calls().stream().map(Example.Call::arguments))
                .anyMatch(given ->
                        given.toString().contains("${" + resource + "." + CONNECTION + "}"));
    }

    /// What stands before a name of that module.
    private String home(Token token) {
        if (token.module().equals("index")) {
            return "";
        }
        var module = title(token.module().toLowerCase(Locale.ROOT));
        modules.add(module);
        return module + ".";
    }

    private static String block(List<String> fields) {
        return fields.stream()
                .map(field -> (field + ",").indent(4))
                .collect(Collectors.joining("", "\n{\n", "}"));
    }

    private static String title(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
