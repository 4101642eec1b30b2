package io.mooring.provider.terraform;

import io.mooring.provider.core.PropertyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tfplugin6.Tfplugin6.AttributePath;
import tfplugin6.Tfplugin6.AttributePath.Step;

/// Finds the attribute that a path of the core (`machine.cpus`, `pools[0]`, `labels["a.b/c"]`)
/// means.
final class Paths {
    private static final Pattern PART =
            Pattern.compile("\\.?([A-Za-z0-9_$]+)|\\[(\\d+)]|\\[\"((?:[^\"\\\\]|\\\\.)*)\"]");

    private Paths() {}

    /// A name, an index, or a key in quotes.
    private sealed interface Part {
        record Name(String name) implements Part {}

        record Index(long index) implements Part {}

        record Key(String key) implements Part {}
    }

    /// The path in Terraform, as far as the schema knows it: inside values of any type there are no
    /// attributes. Empty for the resource as a whole.
    static Optional<AttributePath> of(Attributes attributes, String path) {
        var parts = parts(path);
        if (parts.isEmpty() || !(parts.getFirst() instanceof Part.Name(var top))) {
            return Optional.empty();
        }
        return attributes.list().stream()
                .filter(attribute -> attribute.property().equals(top))
                .findFirst()
                .map(attribute -> {
                    var found = AttributePath.newBuilder().addSteps(name(attribute.name()));
                    follow(attribute.type(), parts.subList(1, parts.size()), found);
                    return found.build();
                });
    }

    /// A path as users write it: `machine.size_gib`, `taints[0].key`, `labels["a.b/c"]`.
    static String text(AttributePath path) {
        var text = new StringBuilder();
        for (var step : path.getStepsList()) {
            switch (step.getSelectorCase()) {
                case ATTRIBUTE_NAME ->
                        text.append(text.isEmpty() ? "" : ".").append(step.getAttributeName());
                case ELEMENT_KEY_STRING ->
                        text.append("[\"").append(step.getElementKeyString()).append("\"]");
                case ELEMENT_KEY_INT ->
                        text.append("[").append(step.getElementKeyInt()).append("]");
                case SELECTOR_NOT_SET -> {}
            }
        }
        return text.toString();
    }

    private static void follow(PropertyType type, List<Part> parts, AttributePath.Builder found) {
        if (parts.isEmpty() || CtyType.isDynamic(type)) {
            return;
        }
        var rest = parts.subList(1, parts.size());
        var part = parts.getFirst();
        if (type instanceof PropertyType.Ref(var object) && part instanceof Part.Name(var name)) {
            object.schema()
                    .property(name)
                    .ifPresent(property -> {
                        found.addSteps(name(Names.nested(name)));
                        follow(property.type(), rest, found);
                    });
        } else if (type instanceof PropertyType.ListOf(var items)
                && part instanceof Part.Index(var index)) {
            found.addSteps(Step.newBuilder().setElementKeyInt(index));
            follow(items, rest, found);
        } else if (type instanceof PropertyType.MapOf(var values)) {
            var key =
                    switch (part) {
                        case Part.Name(var name) -> name;
                        case Part.Key(var quoted) -> quoted;
                        case Part.Index(var index) -> Long.toString(index);
                    };
            found.addSteps(Step.newBuilder().setElementKeyString(key));
            follow(values, rest, found);
        }
    }

    private static List<Part> parts(String path) {
        var parts = new ArrayList<Part>();
        var matcher = PART.matcher(path);
        while (matcher.find()) {
            var text = matcher.group();
            if (text.startsWith("[\"")) {
                var quoted = text.substring(2, text.length() - 2);
                parts.add(new Part.Key(quoted.replace("\\\"", "\"")));
            } else if (text.startsWith("[")) {
                parts.add(new Part.Index(Long.parseLong(text.substring(1, text.length() - 1))));
            } else {
                parts.add(new Part.Name(text.startsWith(".") ? text.substring(1) : text));
            }
        }
        return parts;
    }

    private static Step name(String name) {
        return Step.newBuilder().setAttributeName(name).build();
    }
}
