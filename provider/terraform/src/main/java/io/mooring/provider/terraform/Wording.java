package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Descriptions in Terraform's words: what stands in back quotes and is a property, a function, a
/// resource or a command of Pulumi gets the name it has here. Immutable.
final class Wording {
    private static final Pattern QUOTED = Pattern.compile("`([A-Za-z][A-Za-z0-9]*)`");
    private static final Pattern WORD = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");

    private final Map<String, String> names = new HashMap<>(Map.of("up", "apply"));
    private final Map<String, String> resources = new HashMap<>();

    Wording(Registry registry) {
        var seen = new HashSet<String>();
        var twice = new HashSet<String>();
        Stream.concat(
                        registry.resources().stream().map(resource -> resource.type().token()),
                        registry.components().stream().map(component -> component.type().token()))
                .forEach(token -> {
                    if (!seen.add(token.name())) {
                        twice.add(token.name());
                    }
                    resources.put(token.name(), Names.resource(token));
                });
        // In which module is not said.
        resources.keySet().removeAll(twice);
        names.putAll(resources);
        registry.functions().forEach(function -> add(function.type().token()));
        var known = new HashSet<ObjectSchema>();
        registry.resources()
                .forEach(resource -> {
                    add(resource.type().inputs(), known);
                    add(resource.type().outputs(), known);
                });
        registry.components()
                .forEach(component -> {
                    add(component.type().inputs(), known);
                    add(component.type().outputs(), known);
                });
        registry.functions()
                .forEach(function -> {
                    add(function.type().inputs(), known);
                    add(function.type().outputs(), known);
                });
    }

    /// The same text for users of Terraform.
    String of(String description) {
        var quoted =
                QUOTED.matcher(description)
                        .replaceAll(word ->
                                "`" + names.getOrDefault(word.group(1), word.group(1)) + "`");
        return WORD.matcher(quoted)
                .replaceAll(word ->
                        resources.containsKey(word.group())
                                ? "`" + resources.get(word.group()) + "`"
                                : word.group());
    }

    private void add(Token function) {
        names.put(
                function.name(),
                Names.isLook(function) ? Names.dataSource(function) : Names.function(function));
    }

    private void add(ObjectSchema schema, Set<ObjectSchema> known) {
        if (known.add(schema)) {
            schema.properties()
                    .forEach(property -> {
                        names.putIfAbsent(property.name(), Names.shown(property.name()));
                        add(property.type(), known);
                    });
        }
    }

    private void add(PropertyType type, Set<ObjectSchema> known) {
        switch (type) {
            case PropertyType.Ref(var object) -> add(object.schema(), known);
            case PropertyType.ListOf(var items) -> add(items, known);
            case PropertyType.MapOf(var values) -> add(values, known);
            case PropertyType.Primitive _ -> {}
        }
    }
}
