package io.mooring.provider.core;

import java.util.List;
import java.util.Map;

/// A resource type with every kind of property, and short names to write values with.
final class Samples {
    static final ObjectType DISK =
            ObjectType.of(
                    "demo:index:Disk",
                    "A disk.",
                    Property.of("sizeGib", PropertyType.INTEGER, "Size.").asRequired(),
                    Property.of("kind", PropertyType.STRING, "Kind.")
                            .withDefault("ssd")
                            .asImmutable(),
                    Property.of("passphrase", PropertyType.STRING, "Opens it.").asSecret());

    static final ResourceType MACHINE =
            ResourceType.of(
                            "demo:index:Machine",
                            "A machine.",
                            ObjectSchema.of(
                                    Property.of("name", PropertyType.STRING, "Name.")
                                            .asRequired()
                                            .asImmutable(),
                                    Property.of("cpus", PropertyType.INTEGER, "CPUs.")
                                            .withDefault(2),
                                    Property.of("zone", PropertyType.STRING, "Zone.")
                                            .withDefault("any")
                                            .asImmutable(),
                                    Property.of("load", PropertyType.NUMBER, "Load."),
                                    Property.of("spot", PropertyType.BOOLEAN, "Spot."),
                                    Property.of("labels", PropertyType.STRING_MAP, "Labels."),
                                    Property.of("taints", PropertyType.STRINGS, "Taints."),
                                    Property.of(
                                            "disks", new PropertyType.ListOf(DISK.ref()), "Disks."),
                                    Property.of("extra", PropertyType.ANY, "Anything."),
                                    Property.of("token", PropertyType.STRING, "Joins.").asSecret()),
                            ObjectSchema.of(
                                    Property.of("address", PropertyType.STRING, "Address.")
                                            .asRequired()
                                            .asStable(),
                                    Property.of("uptime", PropertyType.INTEGER, "Since.")
                                            .asRequired(),
                                    Property.of("key", PropertyType.STRING, "Key.")
                                            .asRequired()
                                            .asSecret()
                                            .asStable()))
                    .withDeleteBeforeReplace();

    private Samples() {}

    static Value value(Object from) {
        return switch (from) {
            case Value value -> value;
            case String text -> Value.of(text);
            case Integer number -> Value.of(number.longValue());
            case Double number -> Value.of(number);
            case Boolean flag -> Value.of(flag);
            case List<?> items -> Value.list(items.stream().map(Samples::value).toList());
            case Map<?, ?> fields -> {
                var object = ObjectValue.builder();
                fields.forEach((name, field) -> object.put((String) name, value(field)));
                yield object.build();
            }
            default -> throw new IllegalArgumentException("no value for " + from.getClass());
        };
    }

    static ObjectValue object(Object... namesAndValues) {
        var object = ObjectValue.builder();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return object.build();
    }
}
