package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceType;
import java.util.LinkedHashMap;
import java.util.function.Function;

/// The attributes of a resource and its states. An `id` and `timeouts` come to those of its
/// properties.
record ResourceSchema(ResourceType type, Attributes attributes) {

    static ResourceSchema of(ResourceType type) {
        return new ResourceSchema(type, Attributes.of(type.inputs(), type.outputs()));
    }

    /// The state of what was made or will be: what the user gave as it was given, and for what can
    /// come from us, these outputs.
    Msg.Fields made(Msg id, Msg.Fields config, ObjectValue outputs) {
        return state(id, config, a -> Cty.write(a.type(), outputs.field(a.property())));
    }

    /// The state of what stays as it was. Where the user now says the same in other words, those of
    /// the state are kept, which Terraform allows where there are any: nothing is to be done, so no
    /// plan shows a change.
    Msg.Fields kept(Msg.Fields config, Msg.Fields prior) {
        var said = state(prior.field(Names.ID), config, a -> prior.field(a.name()));
        var state = new LinkedHashMap<>(said.fields());
        for (var attribute : attributes.list()) {
            var had = prior.field(attribute.name());
            if (!(had instanceof Msg.Nil) && !(said.field(attribute.name()) instanceof Msg.Nil)) {
                state.put(attribute.name(), had);
            }
        }
        return new Msg.Fields(state);
    }

    /// The state of what was changed by half: it is still to be brought to what the user wants, so
    /// the inputs stay, and the outputs are those of now.
    Msg.Fields halfChanged(Msg.Fields prior, ObjectValue outputs) {
        var state = new LinkedHashMap<>(prior.fields());
        for (var attribute : attributes.list()) {
            if (!attribute.isInput() && outputs.has(attribute.property())) {
                state.put(
                        attribute.name(),
                        Cty.write(attribute.type(), outputs.field(attribute.property())));
            }
        }
        return new Msg.Fields(state);
    }

    private Msg.Fields state(Msg id, Msg.Fields config, Function<Attribute, Msg> ours) {
        var state = new LinkedHashMap<String, Msg>();
        state.put(Names.ID, id);
        state.putAll(attributes.values(config, ours));
        state.put(Timeouts.NAME, config.field(Timeouts.NAME));
        return new Msg.Fields(state);
    }

    /// A state of which only the id is known.
    Msg.Fields onlyId(String id) {
        var state = new LinkedHashMap<String, Msg>();
        state.put(Names.ID, new Msg.Str(id));
        attributes.list().forEach(attribute -> state.put(attribute.name(), Msg.NIL));
        state.put(Timeouts.NAME, Msg.NIL);
        return new Msg.Fields(state);
    }

    /// What a user would write to have this: no outputs, and nothing that comes by itself.
    Msg.Fields asConfig(Msg.Fields state) {
        var config = new LinkedHashMap<>(state.fields());
        config.put(Names.ID, Msg.NIL);
        for (var attribute : attributes.list()) {
            var value = Cty.read(attribute.type(), state.field(attribute.name()));
            if (!attribute.isInput() || value.sameAs(attribute.fallback())) {
                config.put(attribute.name(), Msg.NIL);
            }
        }
        return new Msg.Fields(config);
    }
}
