package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.composite.Composite;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tfplugin6.Tfplugin6.DynamicValue;

/// Every resource by its name in Terraform; components are resources too. Immutable.
final class Resources {
    private final Map<String, Entry> entries;
    private final Supplier<Drafts> drafts;

    /// A resource's schema with its life, and what lives it.
    record Entry(
            ResourceSchema schema, Lifecycle life, Supplier<? extends ResourceHandler> handlers) {

        ResourceHandler handler() {
            return handlers.get();
        }

        /// What a configuration asks for, checked.
        ///
        /// @param prior the state it had, if it is there
        /// @param provider the provider's own configuration
        Checked check(
                Msg.Fields config,
                Optional<Msg.Fields> prior,
                LogicalName name,
                ObjectValue provider) {
            var old = prior.map(schema.attributes()::inputs).orElse(ObjectValue.EMPTY);
            return life.check(
                    schema.attributes().inputs(config), new CheckContext(name, old, provider));
        }
    }

    Resources(Registry registry) {
        var found = new TreeMap<String, Entry>();
        var components = registry.components().stream();
        Stream.concat(
                        registry.resources().stream(),
                        components.map(component -> Composite.of(registry, component)))
                .forEach(resource ->
                        found.put(
                                Names.resource(resource.type().token()),
                                new Entry(
                                        ResourceSchema.of(resource.type()),
                                        new Lifecycle(resource),
                                        resource.handler())));
        this.entries = Collections.unmodifiableMap(found);
        this.drafts = registry::drafts;
    }

    Drafts drafts() {
        return drafts.get();
    }

    Map<String, Entry> all() {
        return entries;
    }

    Entry named(String name) {
        return Names.known(entries, "resource type", name);
    }

    /// The value in a message.
    static Msg message(DynamicValue value) {
        if (value.getMsgpack().isEmpty()) {
            throw new MalformedValue("a value came without MessagePack");
        }
        return MsgReader.read(value.getMsgpack().toByteArray());
    }

    /// The object in a message; empty when it is null.
    static Optional<Msg.Fields> read(DynamicValue value) {
        var message = message(value);
        return message instanceof Msg.Nil ? Optional.empty() : Optional.of(Cty.fields(message));
    }

    static DynamicValue write(Msg value) {
        return DynamicValue.newBuilder()
                .setMsgpack(ByteString.copyFrom(MsgWriter.write(value)))
                .build();
    }
}
