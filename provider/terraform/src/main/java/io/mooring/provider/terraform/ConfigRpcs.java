package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.ConfigureProvider;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.GetMetadata;
import tfplugin6.Tfplugin6.GetProviderSchema;
import tfplugin6.Tfplugin6.GetResourceIdentitySchemas;
import tfplugin6.Tfplugin6.ServerCapabilities;
import tfplugin6.Tfplugin6.ValidateProviderConfig;
import tfplugin6.Tfplugin6.ValidateResourceConfig;

/// The calls about what there is, and about configuration before anything is planned.
final class ConfigRpcs {
    /// Every call works without the schema having been asked for, so Terraform may keep it. What is
    /// to be removed is planned, so that nothing takes its name in the same run.
    private static final ServerCapabilities CAPABILITIES =
            ServerCapabilities.newBuilder()
                    .setGetProviderSchemaOptional(true)
                    .setPlanDestroy(true)
                    .setMoveResourceState(true)
                    .setGenerateResourceConfig(true)
                    .build();

    private final Supplier<Registry> registry;
    private final Supplier<Resources> resources;
    private final Supplier<DataSources> sources;
    private final Supplier<Functions> functions;
    private final Supplier<Wording> wording;
    private final Session session;

    ConfigRpcs(
            Supplier<Registry> registry,
            Supplier<Resources> resources,
            Supplier<DataSources> sources,
            Supplier<Functions> functions,
            Supplier<Wording> wording,
            Session session) {
        this.registry = registry;
        this.resources = resources;
        this.sources = sources;
        this.functions = functions;
        this.wording = wording;
        this.session = session;
    }

    GetMetadata.Response metadata() {
        var answer = GetMetadata.Response.newBuilder().setServerCapabilities(CAPABILITIES);
        for (var name : resources.get().all().keySet()) {
            answer.addResources(GetMetadata.ResourceMetadata.newBuilder().setTypeName(name));
        }
        for (var name : sources.get().all().keySet()) {
            answer.addDataSources(GetMetadata.DataSourceMetadata.newBuilder().setTypeName(name))
                    .addEphemeralResources(
                            GetMetadata.EphemeralMetadata.newBuilder().setTypeName(name));
        }
        for (var name : functions.get().all().keySet()) {
            answer.addFunctions(GetMetadata.FunctionMetadata.newBuilder().setName(name));
        }
        return answer.build();
    }

    GetProviderSchema.Response schema() {
        var said = new SchemaAnswer(wording.get());
        var answer =
                GetProviderSchema.Response.newBuilder()
                        .setServerCapabilities(CAPABILITIES)
                        .setProvider(said.of(registry.get().info().config()));
        resources
                .get()
                .all()
                .forEach((name, entry) -> answer.putResourceSchemas(name, said.of(entry.schema())));
        sources.get()
                .all()
                .forEach((name, source) ->
                        answer.putDataSourceSchemas(name, said.of(source))
                                .putEphemeralResourceSchemas(name, said.of(source)));
        functions
                .get()
                .all()
                .forEach((name, entry) ->
                        answer.putFunctions(name, Functions.described(entry, wording.get())));
        return answer.build();
    }

    GetResourceIdentitySchemas.Response identities() {
        var answer = GetResourceIdentitySchemas.Response.newBuilder();
        for (var name : resources.get().all().keySet()) {
            answer.putIdentitySchemas(name, ResourceIdentity.SCHEMA);
        }
        return answer.build();
    }

    ValidateProviderConfig.Response validateProvider(ValidateProviderConfig.Request request) {
        return ValidateProviderConfig.Response.newBuilder()
                .addAllDiagnostics(problems(check(request.getConfig())))
                .build();
    }

    /// Values may be unknown here, when they come of resources that are not made yet.
    ConfigureProvider.Response configure(ConfigureProvider.Request request) {
        var checked = check(request.getConfig());
        session.configure(checked.inputs());
        return ConfigureProvider.Response.newBuilder().addAllDiagnostics(problems(checked)).build();
    }

    ValidateResourceConfig.Response validateResource(ValidateResourceConfig.Request request) {
        var entry = resources.get().named(request.getTypeName());
        var config = Resources.read(request.getConfig()).orElseThrow();
        var name = Identity.of(entry.schema().type().token(), ByteString.EMPTY);
        var checked = entry.check(config, Optional.empty(), name, session.config());
        return ValidateResourceConfig.Response.newBuilder()
                .addAllDiagnostics(Timeouts.problems(config))
                .addAllDiagnostics(Diagnostics.of(entry.schema().attributes(), checked.failures()))
                .build();
    }

    private Checked check(DynamicValue config) {
        var schema = registry.get().info().config();
        var type = new ObjectType(new Token("", "", "config"), "", schema).ref();
        var given = Resources.read(config).map(fields -> Cty.read(type, fields));
        return SchemaCheck.check(
                schema,
                given.filter(ObjectValue.class::isInstance)
                        .map(ObjectValue.class::cast)
                        .orElse(ObjectValue.EMPTY));
    }

    private static List<Diagnostic> problems(Checked checked) {
        return checked.failures().stream()
                .map(PropertyFailure::toString)
                .map(Diagnostics::error)
                .toList();
    }
}
