package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.composite.Composite;
import java.util.Optional;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.MoveResourceState.Request;
import tfplugin6.Tfplugin6.MoveResourceState.Response;

/// Takes the state of one resource for that of another, where a `moved` block says that both are
/// the same real thing: a component and the one resource it is made of, in either direction, and
/// the same resource of this provider under another address.
final class MoveRpc {
    private final Supplier<Resources> resources;
    private final Supplier<String> provider;

    /// @param provider the provider's name, the last part of its address
    MoveRpc(Supplier<Resources> resources, Supplier<String> provider) {
        this.resources = resources;
        this.provider = provider;
    }

    Response move(Request request) {
        var from = request.getSourceTypeName();
        var to = request.getTargetTypeName();
        if (!request.getSourceProviderAddress().endsWith("/" + provider.get())) {
            throw refused(from, to, "it is of provider " + request.getSourceProviderAddress());
        }
        StateRpcs.requireKnown(request.getSourceSchemaVersion(), from);
        var source = resources.get().named(from);
        var json = request.getSourceState().getJson();
        if (from.equals(to)) {
            return Response.newBuilder()
                    .setTargetState(
                            DynamicValue.newBuilder().setJson(OldState.fit(source.schema(), json)))
                    .setTargetPrivate(request.getSourcePrivate())
                    .setTargetIdentity(ResourceIdentity.of(OldState.id(json)))
                    .build();
        }
        var target = resources.get().named(to);
        var name = Identity.of(target.schema().type().token(), ByteString.EMPTY);
        var moved =
                moved(source, target, existing(source.schema(), json), name)
                        .orElseThrow(() ->
                                refused(from, to, "neither is made of the other and nothing else"));
        return Response.newBuilder()
                .setTargetState(
                        Resources.write(
                                OldState.become(target.schema(), json, moved.outputs())
                                        .with(Names.ID, new Msg.Str(moved.id()))))
                .setTargetPrivate(Identity.keep(name))
                .setTargetIdentity(ResourceIdentity.of(moved.id()))
                .build();
    }

    private static Optional<Existing> moved(
            Resources.Entry source, Resources.Entry target, Existing had, LogicalName name) {
        var from = source.schema().type().token();
        var to = target.schema().type().token();
        return component(target)
                .flatMap(component -> component.adopted(name, from, had))
                .map(outputs -> new Existing(had.id(), ObjectValue.EMPTY, outputs))
                .or(() -> component(source).flatMap(component -> component.only(to, had)));
    }

    private static Existing existing(ResourceSchema schema, ByteString json) {
        var values = OldState.read(schema, json);
        return new Existing(OldState.id(json), schema.attributes().given(values), values);
    }

    private static Optional<Composite> component(Resources.Entry entry) {
        return entry.handler() instanceof Composite composite
                ? Optional.of(composite)
                : Optional.empty();
    }

    private static ResourceFailure refused(String from, String to, String reason) {
        return new ResourceFailure(
                "moving a %s to a %s: not possible, because %s.\nTake the moved block away and import the resource, where its page says how; or let Terraform remove the one and make the other."
                        .formatted(from, to, reason));
    }
}
