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

/// An example as a whole program in Java.
final class JavaText {
    private static final String ROOT = "io.mooring.pulumi";

    private final Registry registry;
    private final Example example;
    private final TreeSet<String> imports = new TreeSet<>(List.of("com.pulumi.Pulumi"));

    JavaText(Registry registry, Example example) {
        this.registry = registry;
        this.example = example;
    }

    String text() {
        var statements = new ArrayList<String>();
        for (var setting : example.settings()) {
            statements.add("var %1$s = ctx.config().requireSecret(\"%1$s\");".formatted(setting));
        }
        example.resources().forEach(resource -> statements.add(declared(resource)));
        example.calls().forEach(call -> statements.add(called(call)));
        var body =
                statements.stream()
                        .map(statement -> statement.indent(12))
                        .collect(Collectors.joining());
        return """
        %s

        public class App {
            public static void main(String[] arguments) {
                Pulumi.run(ctx -> {
        %s        });
            }
        }
        """
                .formatted(
                        imports.stream()
                                .map(name -> "import " + name + ";")
                                .collect(Collectors.joining("\n")),
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
        use(home(type), type.name());
        use(home(type), type.name() + "Args");
        return "var %s = new %s(\"%s\", %s);"
                .formatted(
                        resource.name(),
                        type.name(),
                        resource.name(),
                        built(type.name() + "Args", inputs, resource.properties(), 1));
    }

    private String called(Example.Call call) {
        var function = call.function();
        var name = function.name();
        var arguments = Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Args";
        var functions = ROOT + ".MooringFunctions";
        imports.add(functions);
        use(ROOT + ".inputs", arguments);
        return "var %s = MooringFunctions.%s(%s)\n    .applyValue(it -> it.%s());"
                .formatted(
                        call.name(),
                        name,
                        built(
                                arguments,
                                registry.function(function).orElseThrow().type().inputs(),
                                call.arguments(),
                                1),
                        call.result());
    }

    private String built(String name, ObjectSchema schema, ObjectValue given, int depth) {
        var indent = "    ".repeat(depth);
        var text = new StringBuilder(name + ".builder()");
        given.fields()
                .forEach((property, value) ->
                        text.append(
                                "\n%s.%s(%s)"
                                        .formatted(
                                                indent,
                                                property,
                                                expression(
                                                        schema.property(property)
                                                                .orElseThrow()
                                                                .type(),
                                                        value,
                                                        depth + 1))));
        return text + (given.fields().isEmpty() ? "" : "\n" + indent) + ".build()";
    }

    private String expression(PropertyType type, Value value, int depth) {
        var reference = Example.reference(value);
        if (reference.isPresent()) {
            return reference(reference.get());
        }
        return switch (value) {
            case ObjectValue object when type instanceof PropertyType.Ref(var named) -> {
                var name = use(home(named.token()) + ".inputs", named.token().name() + "Args");
                yield built(name, named.schema(), object, depth);
            }
            case ObjectValue object -> {
                imports.add("java.util.Map");
                yield object.fields().entrySet().stream()
                        .map(field ->
                                "\"%s\", %s"
                                        .formatted(
                                                field.getKey(),
                                                expression(
                                                        elements(type), field.getValue(), depth)))
                        .collect(Collectors.joining(", ", "Map.of(", ")"));
            }
            case Value.ListValue(var items) when type instanceof PropertyType.ListOf(var of) ->
                    items.stream()
                            .map(item -> expression(of, item, depth))
                            .collect(Collectors.joining(", "));
            case Value.ListValue(var items) -> {
                imports.add("java.util.List");
                yield items.stream()
                        .map(item -> expression(PropertyType.ANY, item, depth))
                        .collect(Collectors.joining(", ", "List.of(", ")"));
            }
            case Value leaf -> leaf.toString();
        };
    }

    /// A cluster may be given as it is, where its connection is asked for.
    private String reference(Example.Reference reference) {
        return reference
                .output()
                .filter(output -> !output.equals("connection"))
                .map(output ->
                        reference.name()
                                + "."
                                + output
                                + "()"
                                + (example.isOptional(registry, reference)
                                        ? ".applyValue(it -> it.orElseThrow())"
                                        : ""))
                .orElse(reference.name());
    }

    /// Imports a class, and tells how to write it: in full where another of that name is imported.
    private String use(String where, String name) {
        var whole = where + "." + name;
        if (!imports.contains(whole) && imports.stream().anyMatch(it -> it.endsWith("." + name))) {
            return whole;
        }
        imports.add(whole);
        return name;
    }

    private static String home(Token token) {
        return token.module().equals("index")
                ? ROOT
                : ROOT + "." + token.module().toLowerCase(Locale.ROOT);
    }

    private static PropertyType elements(PropertyType type) {
        return type instanceof PropertyType.MapOf(var values) ? values : PropertyType.ANY;
    }
}
