package io.mooring.provider.resources;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What tests of resources start from.
public final class Given {

    static final Registry REGISTRY =
            MooringResources.addTo(
                            Registry.builder(
                                    new Registry.PackageInfo(
                                            "mooring", "0.0.0", "Mooring", "", ObjectSchema.EMPTY)),
                            Map.of("MOORING_HOME", "/nonexistent"))
                    .build();

    private Given() {}

    public static Lifecycle resource(String token) {
        return new Lifecycle(REGISTRY.resource(Token.parse(token)).orElseThrow());
    }

    public static LogicalName named(String token, String name) {
        return new LogicalName("dev", "shop", Token.parse(token), name);
    }

    public static CheckContext fresh(String token, String name) {
        return new CheckContext(named(token, name), ObjectValue.EMPTY, ObjectValue.EMPTY);
    }

    /// A value written as YAML; `UNKNOWN` stands for what is not known yet.
    public static ObjectValue value(String yaml) {
        return (ObjectValue) of(new YAMLMapper().readValue(yaml, Object.class));
    }

    public static Value of(Object object) {
        return switch (object) {
            case null -> Value.NULL;
            case Map<?, ?> map -> {
                var fields = new LinkedHashMap<String, Value>();
                map.forEach((key, item) -> fields.put(String.valueOf(key), of(item)));
                yield new ObjectValue(fields);
            }
            case List<?> list -> {
                List<Value> items = new ArrayList<>();
                list.forEach(item -> items.add(of(item)));
                yield Value.list(items);
            }
            case Boolean flag -> Value.of(flag);
            case Number number -> Value.of(number.doubleValue());
            case String text when text.equals("UNKNOWN") -> Value.UNKNOWN;
            case String text -> Value.of(text);
            default -> throw new AssertionError("no value: " + object);
        };
    }

    /// A resource that was made of these inputs and is ready.
    public static Existing made(Lifecycle resource, String name, ObjectValue inputs) {
        return made(resource, name, inputs, true);
    }

    public static Existing made(
            Lifecycle resource, String name, ObjectValue inputs, boolean ready) {
        ObjectValue checked = checked(resource, name, inputs);
        return new Existing("id", checked, checked.with("ready", Value.of(ready)));
    }

    public static ObjectValue checked(Lifecycle resource, String name, ObjectValue inputs) {
        var checked = resource.check(inputs, fresh(resource.type().token().toString(), name));
        if (!checked.failures().isEmpty()) {
            throw new AssertionError(checked.failures().toString());
        }
        return checked.inputs();
    }
}
