package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import tfplugin6.Tfplugin6.ResourceIdentityData;
import tfplugin6.Tfplugin6.ResourceIdentitySchema;

/// What tells a real thing from all others, as Terraform 1.12 and newer keep it beside the state:
/// the id, which is also what it is imported by.
final class ResourceIdentity {
    /// No released identity had another.
    static final long VERSION = 0;

    static final ResourceIdentitySchema SCHEMA =
            ResourceIdentitySchema.newBuilder()
                    .setVersion(VERSION)
                    .addIdentityAttributes(
                            ResourceIdentitySchema.IdentityAttribute.newBuilder()
                                    .setName(Names.ID)
                                    .setType(ByteString.copyFromUtf8("\"string\""))
                                    .setRequiredForImport(true)
                                    .setDescription("How to find the resource again."))
                    .build();

    private ResourceIdentity() {}

    static ResourceIdentityData of(String id) {
        var data = new Msg.Fields(Map.of(Names.ID, new Msg.Str(id)));
        return ResourceIdentityData.newBuilder().setIdentityData(Resources.write(data)).build();
    }

    /// The identity of what has this state; empty if it is not there.
    static Optional<ResourceIdentityData> of(Msg state) {
        return state instanceof Msg.Fields fields
                        && fields.field(Names.ID) instanceof Msg.Str(var id)
                ? Optional.of(of(id))
                : Optional.empty();
    }

    /// The id in an identity, if it has one.
    static Optional<String> id(ResourceIdentityData identity) {
        return identity.hasIdentityData()
                ? Resources.read(identity.getIdentityData())
                        .map(fields -> fields.field(Names.ID))
                        .filter(Msg.Str.class::isInstance)
                        .map(id -> ((Msg.Str) id).value())
                : Optional.empty();
    }
}
