package io.mooring.provider.resources;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ForwardingHandler;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Value;
import java.util.List;
import java.util.Map;

/// Gives every machine that is made the tags that the provider's configuration says, beneath those
/// of its own settings. They are no part of the node's inputs: a change of them touches no machine
/// that is there.
///
/// @param handler makes the machines
/// @param property where the settings of a machine have their tags
/// @param environment has the tags where the configuration says none
record DefaultTags(ResourceHandler handler, String property, Map<String, String> environment)
        implements ForwardingHandler {

    static final String TAGS = "defaultTags";
    static final String VARIABLE = "MOORING_DEFAULT_TAGS";

    /// What the provider itself can be told.
    static final ObjectSchema CONFIG =
            ObjectSchema.of(
                    Property.of(
                            TAGS,
                            PropertyType.STRING_MAP,
                            "Tags, at Google Cloud labels, of every machine that is made at a cloud and of all that belongs to it; `tags` of a machine's own come before them. A change touches no machine that is there. What the environment variable `MOORING_DEFAULT_TAGS` says, as in `team=web,stage=test`, when not given."));

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        Checked own = handler.check(inputs, context);
        ObjectValue tags;
        try {
            tags = tags(context.config());
        } catch (ResourceFailure wrong) {
            return new Checked(
                    own.inputs(), List.of(new PropertyFailure("", Failures.text(wrong))));
        }
        return tags.fields().isEmpty() || !own.failures().isEmpty()
                ? own
                : new Checked(
                        own.inputs(), handler.check(tagged(inputs, tags), context).failures());
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        return handler.create(tagged(inputs, tags(context.config())), context);
    }

    /// What is there is seen with the same tags, so that they make no difference.
    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        ObjectValue tags = tags(context.config());
        return handler.update(
                new Existing(old.id(), tagged(old.inputs(), tags), old.outputs()),
                tagged(inputs, tags),
                context);
    }

    private ObjectValue tagged(ObjectValue inputs, ObjectValue tags) {
        if (tags.fields().isEmpty() || !inputs.isKnown(CloudNodeKind.MACHINE)) {
            return inputs;
        }
        ObjectValue machine = inputs.requireObject(CloudNodeKind.MACHINE);
        ObjectValue own = machine.object(property).orElse(ObjectValue.EMPTY);
        return inputs.with(
                CloudNodeKind.MACHINE, (Value) machine.with(property, (Value) tags.with(own)));
    }

    private ObjectValue tags(ObjectValue config) {
        return config.object(TAGS).orElseGet(this::ofEnvironment);
    }

    private ObjectValue ofEnvironment() {
        var tags = ObjectValue.builder();
        String text = environment.getOrDefault(VARIABLE, "").strip();
        if (!text.isEmpty()) {
            for (String tag : text.split(",", -1)) {
                int cut = tag.indexOf('=');
                if (cut <= 0) {
                    throw new ResourceFailure(
                            "reading the tags of machines from %s: \"%s\" is no tag; write NAME=VALUE, with a comma between two"
                                    .formatted(VARIABLE, tag));
                }
                tags.put(tag.substring(0, cut).strip(), tag.substring(cut + 1).strip());
            }
        }
        return tags.build();
    }
}
