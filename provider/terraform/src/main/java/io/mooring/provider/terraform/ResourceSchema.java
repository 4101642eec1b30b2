package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The attributes that a resource's properties become, and their values. Inputs and outputs of one
/// name are one attribute, and an `id` comes to them.
record ResourceSchema(ResourceType type, List<Attribute> attributes) {

    static ResourceSchema of(ResourceType type) {
        var attributes = new ArrayList<Attribute>();
        for (var input : type.inputs().properties()) {
            var output = type.outputs().property(input.name());
            var required = input.required() && input.fallback() instanceof Value.Null;
            attributes.add(
                    new Attribute(
                            Names.attribute(input.name()),
                            input.name(),
                            input.type(),
                            input.description(),
                            true,
                            required,
                            !required
                                    && (output.isPresent()
                                            || !(input.fallback() instanceof Value.Null)),
                            input.secret() || output.map(Property::secret).orElse(false),
                            !input.deprecation().isEmpty(),
                            input.fallback()));
        }
        for (var output : type.outputs().properties()) {
            if (type.inputs().property(output.name()).isEmpty()) {
                attributes.add(
                        new Attribute(
                                Names.attribute(output.name()),
                                output.name(),
                                output.type(),
                                output.description(),
                                false,
                                false,
                                true,
                                output.secret(),
                                !output.deprecation().isEmpty(),
                                Value.NULL));
            }
        }
        return new ResourceSchema(type, List.copyOf(attributes));
    }

    /// What of these values can be given.
    ObjectValue inputs(Msg.Fields values) {
        return read(values, Attribute::isInput);
    }

    /// All of these values but the id.
    ObjectValue outputs(Msg.Fields values) {
        return read(values, _ -> true);
    }

    /// The state of what was made or will be: what the user gave as it was given, and for what can
    /// come from us, these outputs.
    Msg.Fields made(Msg id, Msg.Fields config, ObjectValue outputs) {
        return state(id, config, a -> Cty.write(a.type(), outputs.field(a.property())));
    }

    /// The state of what stays as it was, in the words in which the user now says it.
    Msg.Fields kept(Msg.Fields config, Msg.Fields prior) {
        return state(prior.field(Names.ID), config, a -> prior.field(a.name()));
    }

    private Msg.Fields state(Msg id, Msg.Fields config, Function<Attribute, Msg> ours) {
        var state = new LinkedHashMap<String, Msg>();
        state.put(Names.ID, id);
        for (var attribute : attributes) {
            var given = config.field(attribute.name());
            var isOurs = given instanceof Msg.Nil && attribute.computed();
            state.put(attribute.name(), isOurs ? ours.apply(attribute) : given);
        }
        return new Msg.Fields(state);
    }

    /// A state of which only the id is known.
    Msg.Fields onlyId(String id) {
        var state = new LinkedHashMap<String, Msg>();
        state.put(Names.ID, new Msg.Str(id));
        attributes.forEach(attribute -> state.put(attribute.name(), Msg.NIL));
        return new Msg.Fields(state);
    }

    private ObjectValue read(Msg.Fields values, Predicate<Attribute> which) {
        var read = new LinkedHashMap<String, Value>();
        for (var attribute : attributes) {
            if (which.test(attribute)) {
                read.put(
                        attribute.property(),
                        Cty.read(attribute.type(), values.field(attribute.name())));
            }
        }
        return new ObjectValue(read);
    }
}
