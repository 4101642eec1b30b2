package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// The attributes that inputs and outputs become, and their values. Inputs and outputs of one name
/// are one attribute.
record Attributes(List<Attribute> list) {
    Attributes {
        list = List.copyOf(list);
    }

    static Attributes of(ObjectSchema inputs, ObjectSchema outputs) {
        var attributes = new ArrayList<Attribute>();
        for (var input : inputs.properties()) {
            var output = outputs.property(input.name());
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
        for (var output : outputs.properties()) {
            if (inputs.property(output.name()).isEmpty()) {
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
        return new Attributes(attributes);
    }

    /// What of these values can be given.
    ObjectValue inputs(Msg.Fields values) {
        return read(values, Attribute::isInput);
    }

    /// What of these values, by their properties, can be given.
    ObjectValue given(ObjectValue values) {
        var given = ObjectValue.builder();
        list.stream()
                .filter(Attribute::isInput)
                .forEach(input -> given.put(input.property(), values.field(input.property())));
        return given.build();
    }

    /// All of these values that there are attributes for.
    ObjectValue all(Msg.Fields values) {
        return read(values, _ -> true);
    }

    /// What the user gave as it was given, and what can come from us as we say.
    Map<String, Msg> values(Msg.Fields config, Function<Attribute, Msg> ours) {
        var values = new LinkedHashMap<String, Msg>();
        for (var attribute : list) {
            var given = config.field(attribute.name());
            var isOurs = given instanceof Msg.Nil && attribute.computed();
            values.put(attribute.name(), isOurs ? ours.apply(attribute) : given);
        }
        return values;
    }

    private ObjectValue read(Msg.Fields values, Predicate<Attribute> which) {
        var read = new LinkedHashMap<String, Value>();
        for (var attribute : list) {
            if (which.test(attribute)) {
                read.put(
                        attribute.property(),
                        Cty.read(attribute.type(), values.field(attribute.name())));
            }
        }
        return new ObjectValue(read);
    }
}
