package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import tfplugin6.Tfplugin6.Schema;
import tfplugin6.Tfplugin6.Schema.Object.NestingMode;
import tfplugin6.Tfplugin6.StringKind;

/// Schemas as Terraform wants to hear them. Objects become nested attributes, so that a secret in
/// one is hidden alone and every attribute has its description, in Terraform's words.
final class SchemaAnswer {
    /// No released schema had another.
    static final int VERSION = 0;

    private final Wording wording;

    SchemaAnswer(Wording wording) {
        this.wording = wording;
    }

    Schema of(ResourceSchema schema) {
        var block =
                described(schema.type().description())
                        .addAttributes(
                                Schema.Attribute.newBuilder()
                                        .setName(Names.ID)
                                        .setType(ByteString.copyFromUtf8("\"string\""))
                                        .setDescription("How to find the resource again.")
                                        .setComputed(true))
                        .addAttributes(nested(Timeouts.PROPERTY, true));
        return filled(block, schema.attributes());
    }

    /// The schema of a data source, which an ephemeral resource has too.
    Schema of(DataSources.Entry source) {
        return filled(described(source.type().description()), source.attributes());
    }

    private Schema.Block.Builder described(String description) {
        return Schema.Block.newBuilder()
                .setDescription(wording.of(description))
                .setDescriptionKind(StringKind.MARKDOWN);
    }

    private Schema filled(Schema.Block.Builder block, Attributes attributes) {
        for (var attribute : attributes.list()) {
            var said =
                    Schema.Attribute.newBuilder()
                            .setName(attribute.name())
                            .setDescription(wording.of(attribute.description()))
                            .setDescriptionKind(StringKind.MARKDOWN)
                            .setRequired(attribute.required())
                            .setOptional(attribute.isInput() && !attribute.required())
                            .setComputed(attribute.computed())
                            .setSensitive(attribute.secret())
                            .setDeprecated(attribute.deprecated());
            block.addAttributes(typed(said, attribute.type(), attribute.isInput()));
        }
        return Schema.newBuilder().setVersion(VERSION).setBlock(block).build();
    }

    /// The schema of the provider's own configuration.
    Schema of(ObjectSchema config) {
        var block = Schema.Block.newBuilder();
        config.properties().forEach(property -> block.addAttributes(nested(property, true)));
        return Schema.newBuilder().setVersion(VERSION).setBlock(block).build();
    }

    private Schema.Attribute nested(Property property, boolean given) {
        var required = property.required() && property.fallback() instanceof Value.Null;
        var said =
                Schema.Attribute.newBuilder()
                        .setName(Names.nested(property.name()))
                        .setDescription(wording.of(property.description()))
                        .setDescriptionKind(StringKind.MARKDOWN)
                        .setRequired(given && required)
                        .setOptional(given && !required)
                        .setComputed(!given)
                        .setSensitive(property.secret())
                        .setDeprecated(!property.deprecation().isEmpty());
        return typed(said, property.type(), given);
    }

    private Schema.Attribute typed(
            Schema.Attribute.Builder said, PropertyType type, boolean given) {
        return switch (type) {
            case PropertyType.Ref(var object) ->
                    object(said, object.schema(), NestingMode.SINGLE, given);
            case PropertyType.ListOf(PropertyType.Ref(var object)) when !CtyType.isDynamic(type) ->
                    object(said, object.schema(), NestingMode.LIST, given);
            case PropertyType.MapOf(PropertyType.Ref(var object)) when !CtyType.isDynamic(type) ->
                    object(said, object.schema(), NestingMode.MAP, given);
            case PropertyType _ -> said.setType(ByteString.copyFromUtf8(CtyType.of(type))).build();
        };
    }

    private Schema.Attribute object(
            Schema.Attribute.Builder said, ObjectSchema schema, NestingMode mode, boolean given) {
        var object = Schema.Object.newBuilder().setNesting(mode);
        schema.properties().forEach(property -> object.addAttributes(nested(property, given)));
        return said.setNestedType(object).build();
    }
}
