package io.mooring.frontends;

import io.mooring.frontends.FrontEnd.Made;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Resources as states have them that were made: nothing is, but all that is told of them is there.
record Making(Registry registry) {
    private static final String NAME = "nodes";

    /// A resource of these good inputs.
    Made resource(Token type, ObjectValue given) {
        var life = new Lifecycle(registry.resource(type).orElseThrow());
        var context = new CheckContext(name(type, NAME), ObjectValue.EMPTY, ObjectValue.EMPTY);
        var checked = life.check(given, context).inputs();
        return new Made("id", given, checked, outputs(life.type().outputs(), checked));
    }

    /// A component of these good inputs, as the one resource that it is to Terraform.
    Made component(Token type, ObjectValue given) {
        var component = registry.component(type).orElseThrow();
        var own = component.type().inputs();
        var inputs = new LinkedHashMap<>(given.fields());
        inputs.keySet().retainAll(own.names());
        var checked = SchemaCheck.check(own, new ObjectValue(inputs)).inputs();
        var parts = new Parts(this, name(type, given.text("name").orElse(NAME)), new ArrayList<>());
        var outputs = component.handler().get().build(parts, checked);
        return new Made(
                given.text("name").orElse(NAME),
                given,
                checked.with(given),
                checked.with(given)
                        .with(SchemaCheck.markSecrets(component.type().outputs(), outputs))
                        .with("parts", parts.value()));
    }

    private static ObjectValue outputs(ObjectSchema schema, ObjectValue checked) {
        var outputs = ObjectValue.builder();
        schema.properties().forEach(it -> outputs.put(it.name(), output(it.name(), it.type())));
        return SchemaCheck.markSecrets(schema, outputs.putAll(checked).build());
    }

    private static Value output(String name, PropertyType type) {
        return switch (type) {
            case PropertyType.Primitive.BOOLEAN -> Value.of(true);
            case PropertyType.Primitive.INTEGER, PropertyType.Primitive.NUMBER -> Value.of(7);
            case PropertyType.Primitive.STRING, PropertyType.Primitive.ANY ->
                    Value.of("made-" + name.toLowerCase(Locale.ROOT));
            case PropertyType.ListOf _ -> Value.list(List.of());
            case PropertyType.MapOf _ -> ObjectValue.EMPTY;
            case PropertyType.Ref(var object) -> {
                var fields = new LinkedHashMap<String, Value>();
                object.schema()
                        .properties()
                        .forEach(it -> fields.put(it.name(), output(it.name(), it.type())));
                yield new ObjectValue(fields);
            }
        };
    }

    private static LogicalName name(Token type, String name) {
        return new LogicalName("state", "terraform", type, name);
    }

    /// What a component declares, all of it made.
    private record Parts(Making making, LogicalName name, List<Value> made)
            implements ComponentContext {

        @Override
        public boolean preview() {
            return false;
        }

        @Override
        public List<Child> children(List<ChildSpec> specs) {
            return specs.stream().map(this::child).toList();
        }

        private Child child(ChildSpec spec) {
            var type = Token.parse(spec.typeToken());
            var inputs = spec.inputs();
            var part =
                    making.resource(
                            type,
                            inputs.has("name")
                                    ? inputs
                                    : inputs.with("name", spec.name() + "-0123456"));
            made.add(
                    ObjectValue.builder()
                            .put("type", type.toString())
                            .put("name", spec.name())
                            .put("group", 0)
                            .put("id", part.id())
                            .put("outputs", part.outputs().plain())
                            .build());
            return new Child("urn:" + spec.name(), Value.of(part.id()), part.outputs());
        }

        private Value value() {
            return new Value.SecretValue(
                    ObjectValue.builder()
                            .put("stack", name.stack())
                            .put("project", name.project())
                            .put("name", name.name())
                            .put("list", Value.list(made))
                            .build());
        }
    }
}
