package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.GenerateResourceConfig;
import tfplugin6.Tfplugin6.ImportResourceState;
import tfplugin6.Tfplugin6.ReadResource;
import tfplugin6.Tfplugin6.UpgradeResourceIdentity;
import tfplugin6.Tfplugin6.UpgradeResourceState;

/// The calls about a state: from an older version of the provider, from the real thing, from an id
/// alone.
final class StateRpcs {
    private final Supplier<Resources> resources;
    private final Session session;

    StateRpcs(Supplier<Resources> resources, Session session) {
        this.resources = resources;
        this.session = session;
    }

    UpgradeResourceState.Response upgrade(UpgradeResourceState.Request request) {
        var schema = resources.get().named(request.getTypeName()).schema();
        requireKnown(request.getVersion(), request.getTypeName());
        var state = OldState.fit(schema, request.getRawState().getJson());
        return UpgradeResourceState.Response.newBuilder()
                .setUpgradedState(DynamicValue.newBuilder().setJson(state))
                .build();
    }

    /// A newer version of the provider may have written what this one cannot read.
    static void requireKnown(long version, String typeName) {
        if (version > SchemaAnswer.VERSION) {
            throw new ResourceFailure(
                    "reading the state of a %s: a newer version of the provider wrote it (schema version %d, and this one knows %d); use that version"
                            .formatted(typeName, version, SchemaAnswer.VERSION));
        }
    }

    UpgradeResourceIdentity.Response upgradeIdentity(UpgradeResourceIdentity.Request request) {
        if (request.getVersion() > ResourceIdentity.VERSION) {
            throw new ResourceFailure(
                    "reading the identity of a %s: a newer version of the provider wrote it; use that version"
                            .formatted(request.getTypeName()));
        }
        var id = OldState.id(request.getRawIdentity().getJson());
        return UpgradeResourceIdentity.Response.newBuilder()
                .setUpgradedIdentity(ResourceIdentity.of(id))
                .build();
    }

    /// What a user would write to have what was imported.
    GenerateResourceConfig.Response configOf(GenerateResourceConfig.Request request) {
        var schema = resources.get().named(request.getTypeName()).schema();
        var state = Resources.read(request.getState()).orElseThrow();
        return GenerateResourceConfig.Response.newBuilder()
                .setConfig(Resources.write(schema.asConfig(state)))
                .build();
    }

    ReadResource.Response read(ReadResource.Request request) {
        var entry = resources.get().named(request.getTypeName());
        var answer = ReadResource.Response.newBuilder().setPrivate(request.getPrivate());
        var current = Resources.read(request.getCurrentState());
        if (current.isEmpty()) {
            return answer.setNewState(request.getCurrentState()).build();
        }
        var name = Identity.of(entry.schema().type().token(), request.getPrivate());
        var old = existing(entry.schema(), current.get());
        var state =
                switch (entry.life().read(old, session.operation(name))) {
                    case ReadOutcome.Gone _ -> Msg.NIL;
                    case ReadOutcome.Found found -> found(entry, old, current.get(), found);
                };
        ResourceIdentity.of(state).ifPresent(answer::setNewIdentity);
        return answer.setNewState(Resources.write(state)).build();
    }

    ImportResourceState.Response importState(ImportResourceState.Request request) {
        var schema = resources.get().named(request.getTypeName()).schema();
        var name = Identity.of(schema.type().token(), ByteString.EMPTY);
        var id = ResourceIdentity.id(request.getIdentity()).orElseGet(request::getId);
        return ImportResourceState.Response.newBuilder()
                .addImportedResources(
                        ImportResourceState.ImportedResource.newBuilder()
                                .setTypeName(request.getTypeName())
                                .setState(Resources.write(schema.onlyId(id)))
                                .setIdentity(ResourceIdentity.of(id))
                                .setPrivate(Identity.keep(name)))
                .build();
    }

    /// A resource as its state tells it. The state holds the inputs among the outputs.
    static Existing existing(ResourceSchema schema, Msg.Fields state) {
        if (!(state.field(Names.ID) instanceof Msg.Str(var id))) {
            throw new MalformedValue("the state of a resource has no id");
        }
        return new Existing(id, schema.attributes().inputs(state), schema.attributes().all(state));
    }

    /// The state of what is there. Inputs that mean what the state already says, perhaps in other
    /// words, stay as they are, or the next plan would show a change that is none.
    private static Msg found(
            Resources.Entry entry, Existing old, Msg.Fields current, ReadOutcome.Found found) {
        var fresh = new Existing(found.id(), found.inputs(), found.outputs());
        var drift = entry.life().diff(fresh, old.inputs());
        var outputs = found.outputs();
        var state = new LinkedHashMap<String, Msg>();
        state.put(Names.ID, new Msg.Str(found.id()));
        state.put(Timeouts.NAME, current.field(Timeouts.NAME));
        for (var attribute : entry.schema().attributes().list()) {
            var property = attribute.property();
            var same =
                    attribute.isInput() && !old.isImport()
                            ? !drift.touches(property)
                            : old.outputs().field(property).sameAs(outputs.field(property));
            state.put(
                    attribute.name(),
                    same
                            ? current.field(attribute.name())
                            : Cty.write(attribute.type(), outputs.field(property)));
        }
        return new Msg.Fields(state);
    }
}
