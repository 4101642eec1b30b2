package io.mooring.provider.core.composite;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.ChildOptions;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A component of one harbour and its boats, over a world that is a map.
final class Fleet implements ResourceHandler {
    static final ResourceType THING =
            ResourceType.of(
                    "demo:index:Thing",
                    "A harbour or a boat.",
                    ObjectSchema.of(
                            Property.of("name", PropertyType.STRING, "Name.").asImmutable(),
                            Property.of("colour", PropertyType.STRING, "Colour."),
                            Property.of("hull", PropertyType.STRING, "Hull.").asImmutable()),
                    ObjectSchema.of(
                            Property.of("name", PropertyType.STRING, "Name.")
                                    .asRequired()
                                    .asStable(),
                            Property.of("key", PropertyType.STRING, "Key.").asSecret()));

    static final ComponentType TYPE =
            ComponentType.of(
                    "demo:index:Fleet",
                    "Boats and their harbour.",
                    ObjectSchema.of(
                            Property.of("boats", PropertyType.INTEGER, "How many.").withDefault(1),
                            Property.of("colour", PropertyType.STRING, "Colour."),
                            Property.of("hull", PropertyType.STRING, "Hull.").asImmutable()),
                    ObjectSchema.of(
                            Property.of("boatNames", PropertyType.STRINGS, "Names.").asRequired()));

    /// What is there, by id.
    final Map<String, ObjectValue> world = new TreeMap<>();

    /// What happened to the world, in order.
    final List<String> log = new ArrayList<>();

    /// The numbers of boats that sink when they are made.
    final Set<Integer> sinking = new TreeSet<>();

    Registry registry() {
        var info = new Registry.PackageInfo("demo", "1", "Demo", "Demo.", ObjectSchema.EMPTY);
        return Registry.builder(info)
                .resource(THING, () -> this)
                .component(TYPE, () -> Fleet::build)
                .build();
    }

    private static ObjectValue build(ComponentContext context, ObjectValue inputs) {
        if (!inputs.isKnown("boats") || inputs.requireInteger("boats") < 0) {
            throw new InvalidInputs(
                    "fleet:", List.of(new PropertyFailure("boats", "must be known and positive")));
        }
        var thing = THING.token().toString();
        var settings = inputs.without("boats");
        var harbour = context.child(thing, context.name().name() + "-harbour", settings);
        var boats =
                context.children(
                        IntStream.range(0, inputs.requireInteger("boats"))
                                .mapToObj(i ->
                                        new ChildSpec(
                                                thing,
                                                context.name().name() + "-" + i,
                                                settings,
                                                ChildOptions.after(harbour)))
                                .toList());
        return ObjectValue.builder()
                .put("boatNames", Value.list(boats.stream().map(b -> b.output("name")).toList()))
                .build();
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        if (inputs.text("colour").orElse("").equals("plaid")) {
            return new Checked(inputs, List.of(new PropertyFailure("colour", "is no colour")));
        }
        return Checked.good(
                inputs.has("name")
                        ? inputs
                        : inputs.with(
                                "name",
                                context.oldInputs()
                                        .text("name")
                                        .orElse(shortName(context.name()))));
    }

    private static String shortName(LogicalName name) {
        return name.name().substring(name.name().indexOf('-') + 1);
    }

    @Override
    public synchronized Created create(ObjectValue inputs, OperationContext context) {
        var name = inputs.requireText("name");
        if (name.matches("\\d+") && sinking.contains(Integer.parseInt(name))) {
            throw new ResourceFailure("boat " + name + " sank");
        }
        log.add("+" + name);
        world.put(name, inputs);
        return new Created(name, ObjectValue.builder().put("key", "key-" + name).build());
    }

    @Override
    public synchronized ReadOutcome read(Existing old, OperationContext context) {
        var there = world.get(old.id());
        return there == null
                ? new ReadOutcome.Gone()
                : new ReadOutcome.Found(
                        old.id(), there, ObjectValue.builder().put("key", "key").build());
    }

    @Override
    public synchronized ObjectValue update(
            Existing old, ObjectValue inputs, OperationContext context) {
        log.add("~" + old.id());
        world.put(old.id(), inputs);
        return ObjectValue.builder().put("key", "key").build();
    }

    @Override
    public synchronized void delete(Existing old, OperationContext context) {
        log.add("-" + old.id());
        world.remove(old.id());
    }
}
