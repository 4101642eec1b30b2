package io.mooring.provider.pulumi;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Writes everything a registry offers as a Pulumi package schema, always the same bytes for the
/// same registry.
final class PulumiSchema {
    private final Registry registry;
    private final Map<String, ObjectType> types = new TreeMap<>();

    private PulumiSchema(Registry registry) {
        this.registry = registry;
    }

    static String json(Registry registry) {
        return JsonText.pretty(new PulumiSchema(registry).document());
    }

    private ObjectValue document() {
        var info = registry.info();
        var resources = new TreeMap<String, Value>();
        for (var resource : registry.resources()) {
            var type = resource.type();
            resources.put(
                    type.token().toString(),
                    resource(
                            type.description(),
                            type.inputs(),
                            type.outputs(),
                            UnaryOperator.identity()));
        }
        for (var component : registry.components()) {
            var type = component.type();
            resources.put(
                    type.token().toString(),
                    resource(
                                    type.description(),
                                    type.inputs(),
                                    type.outputs(),
                                    // Outputs of components come marked from the provider. The
                                    // schema must
                                    // not say so too: the Java generator then writes an option that
                                    // components do not have.
                                    Property::asPublic)
                            .with("isComponent", Value.of(true)));
        }
        var functions = new TreeMap<String, Value>();
        for (var function : registry.functions()) {
            var type = function.type();
            functions.put(
                    type.token().toString(),
                    ObjectValue.builder()
                            .put("description", type.description())
                            .put("inputs", objectSpec(type.inputs()))
                            .put("outputs", objectSpec(type.outputs()))
                            .build());
        }
        var config = properties(info.config(), false);
        return ObjectValue.builder()
                .put("name", info.name())
                .put("displayName", info.displayName())
                .put("version", info.version())
                .put("description", info.description())
                .put("keywords", Value.texts(List.of("pulumi", info.name(), "kind/native")))
                .put("meta", ObjectValue.EMPTY.with("moduleFormat", "(.*)"))
                .put("language", languages())
                .put("config", ObjectValue.EMPTY.with("variables", config))
                .put("types", typeSpecs())
                .put(
                        "provider",
                        ObjectValue.builder()
                                .put("description", info.description())
                                .put("inputProperties", config)
                                .build())
                .put("resources", new ObjectValue(resources))
                .put("functions", new ObjectValue(functions))
                .build();
    }

    /// Users write `import io.mooring.pulumi.VirtualCluster` in Java, `import * as mooring from
    /// "@mooring/pulumi"`, `import pulumi_mooring as mooring`, `import
    /// "mooring.io/sdk/go/mooring/local"` and `using Mooring.Pulumi.Local` elsewhere.
    private ObjectValue languages() {
        var name = registry.info().name();
        return ObjectValue.builder()
                .put(
                        "java",
                        ObjectValue.builder()
                                .put("basePackage", "io.mooring")
                                .put("packages", ObjectValue.EMPTY.with(name, "pulumi"))
                                .build())
                .put("nodejs", versioned().put("packageName", "@" + name + "/pulumi").build())
                .put(
                        "python",
                        versioned()
                                .put("packageName", "pulumi_" + name)
                                .put("pyproject", ObjectValue.EMPTY.with("enabled", Value.of(true)))
                                .build())
                .put("go", versioned().put("importBasePath", "mooring.io/sdk/go/" + name).build())
                .put(
                        "csharp",
                        versioned()
                                .put("rootNamespace", "Mooring")
                                .put("namespaces", ObjectValue.EMPTY.with(name, Value.of("Pulumi")))
                                .build())
                .build();
    }

    /// An SDK asks for the plugin of its own version.
    private static ObjectValue.Builder versioned() {
        return ObjectValue.builder().put("respectSchemaVersion", true);
    }

    private ObjectValue resource(
            String description,
            ObjectSchema inputs,
            ObjectSchema outputs,
            UnaryOperator<Property> asOutput) {
        var all = new LinkedHashMap<String, Property>();
        inputs.properties().forEach(p -> all.put(p.name(), asOutput.apply(p)));
        outputs.properties().forEach(p -> all.put(p.name(), asOutput.apply(p)));
        var always =
                all.values().stream()
                        .filter(p -> p.required() || !(p.fallback() instanceof Value.Null))
                        .map(Property::name)
                        .toList();
        return ObjectValue.builder()
                .put("description", description)
                .put(
                        "properties",
                        properties(new ObjectSchema(new ArrayList<>(all.values())), false))
                .put("required", Value.texts(always))
                .put("inputProperties", properties(inputs, true))
                .put("requiredInputs", Value.texts(required(inputs)))
                .build();
    }

    private ObjectValue objectSpec(ObjectSchema schema) {
        return ObjectValue.builder()
                .put("properties", properties(schema, true))
                .put("required", Value.texts(required(schema)))
                .build();
    }

    private static List<String> required(ObjectSchema schema) {
        return schema.properties().stream()
                .filter(property ->
                        property.required() && property.fallback() instanceof Value.Null)
                .map(Property::name)
                .toList();
    }

    private ObjectValue properties(ObjectSchema schema, boolean asInputs) {
        var properties = new LinkedHashMap<String, Value>();
        schema.properties()
                .forEach(property -> properties.put(property.name(), property(property, asInputs)));
        return new ObjectValue(properties);
    }

    private ObjectValue property(Property property, boolean asInput) {
        var spec = ObjectValue.builder().putAll(type(property.type()));
        spec.put("description", property.description());
        if (asInput && isPrimitive(property.fallback())) {
            spec.put("default", property.fallback());
        }
        if (property.secret()) {
            spec.put("secret", true);
        }
        if (asInput && property.immutable()) {
            spec.put("willReplaceOnChanges", true);
        }
        if (!property.deprecation().isEmpty()) {
            spec.put("deprecationMessage", property.deprecation());
        }
        return spec.build();
    }

    private static boolean isPrimitive(Value value) {
        return value instanceof Value.Bool
                || value instanceof Value.Num
                || value instanceof Value.Str;
    }

    private ObjectValue type(PropertyType type) {
        return switch (type) {
            case PropertyType.Primitive primitive ->
                    switch (primitive) {
                        case STRING -> ObjectValue.EMPTY.with("type", "string");
                        case INTEGER -> ObjectValue.EMPTY.with("type", "integer");
                        case NUMBER -> ObjectValue.EMPTY.with("type", "number");
                        case BOOLEAN -> ObjectValue.EMPTY.with("type", "boolean");
                        case ANY -> ObjectValue.EMPTY.with("$ref", "pulumi.json#/Any");
                    };
            case PropertyType.ListOf(var items) ->
                    ObjectValue.builder().put("type", "array").put("items", type(items)).build();
            case PropertyType.MapOf(var values) ->
                    ObjectValue.builder()
                            .put("type", "object")
                            .put("additionalProperties", type(values))
                            .build();
            case PropertyType.Ref(var objectType) -> {
                var token = objectType.token().toString();
                types.putIfAbsent(token, objectType);
                yield ObjectValue.EMPTY.with("$ref", "#/types/" + token);
            }
        };
    }

    /// The named types, found while the rest was written, and those found while writing them.
    private ObjectValue typeSpecs() {
        var specs = new TreeMap<String, Value>();
        while (specs.size() < types.size()) {
            for (var type : List.copyOf(types.values())) {
                specs.computeIfAbsent(
                        type.token().toString(),
                        _ ->
                                ObjectValue.builder()
                                        .put("description", type.description())
                                        .put("type", "object")
                                        .putAll(objectSpec(type.schema()))
                                        .build());
            }
        }
        return new ObjectValue(specs);
    }
}
