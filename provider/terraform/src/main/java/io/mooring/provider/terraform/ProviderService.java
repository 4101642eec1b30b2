package io.mooring.provider.terraform;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.mooring.provider.core.Once;
import io.mooring.provider.core.Registry;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.ApplyResourceChange;
import tfplugin6.Tfplugin6.CallFunction;
import tfplugin6.Tfplugin6.CloseEphemeralResource;
import tfplugin6.Tfplugin6.ConfigureProvider;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.GenerateResourceConfig;
import tfplugin6.Tfplugin6.GetFunctions;
import tfplugin6.Tfplugin6.GetMetadata;
import tfplugin6.Tfplugin6.GetProviderSchema;
import tfplugin6.Tfplugin6.GetResourceIdentitySchemas;
import tfplugin6.Tfplugin6.ImportResourceState;
import tfplugin6.Tfplugin6.MoveResourceState;
import tfplugin6.Tfplugin6.OpenEphemeralResource;
import tfplugin6.Tfplugin6.PlanResourceChange;
import tfplugin6.Tfplugin6.ReadDataSource;
import tfplugin6.Tfplugin6.ReadResource;
import tfplugin6.Tfplugin6.RenewEphemeralResource;
import tfplugin6.Tfplugin6.StopProvider;
import tfplugin6.Tfplugin6.UpgradeResourceIdentity;
import tfplugin6.Tfplugin6.UpgradeResourceState;
import tfplugin6.Tfplugin6.ValidateDataResourceConfig;
import tfplugin6.Tfplugin6.ValidateEphemeralResourceConfig;
import tfplugin6.Tfplugin6.ValidateProviderConfig;
import tfplugin6.Tfplugin6.ValidateResourceConfig;

/// Every call Terraform makes, by its name on the wire. A call that fails answers its failure as a
/// diagnostic, which Terraform shows beside the resource. Nothing here touches the registry before
/// a call needs it. Thread-safe.
final class ProviderService {
    static final String NAME = "tfplugin6.Provider";

    private final ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(NAME);

    private ProviderService() {}

    static ServerServiceDefinition of(Supplier<Registry> registry, Clock clock) {
        var session = new Session(clock, new ProviderLog(System.err));
        var resources = new Once<>(() -> new Resources(registry.get()));
        var sources = new Once<>(() -> new DataSources(registry.get()));
        var functions = new Once<>(() -> new Functions(registry.get()));
        var wording = new Once<>(() -> new Wording(registry.get()));
        var table = new ProviderService();
        addConfig(table, new ConfigRpcs(registry, resources, sources, functions, wording, session));
        addStates(table, new StateRpcs(resources, session));
        addChanges(table, resources, session);
        addData(table, new DataRpcs(sources, session));
        addFunctions(table, new FunctionRpcs(functions, wording, session));
        table.call(
                "MoveResourceState",
                MoveResourceState.Request.getDefaultInstance(),
                MoveResourceState.Response.getDefaultInstance(),
                new MoveRpc(resources, () -> registry.get().info().name())::move);
        table.call(
                "StopProvider",
                StopProvider.Request.getDefaultInstance(),
                StopProvider.Response.getDefaultInstance(),
                _ -> {
                    session.cancel();
                    return StopProvider.Response.getDefaultInstance();
                },
                (answer, d) -> answer.toBuilder().setError(d.getSummary()).build());
        return table.service.build();
    }

    private static void addConfig(ProviderService table, ConfigRpcs config) {
        table.call(
                "GetMetadata",
                GetMetadata.Request.getDefaultInstance(),
                GetMetadata.Response.getDefaultInstance(),
                _ -> config.metadata());
        table.call(
                "GetProviderSchema",
                GetProviderSchema.Request.getDefaultInstance(),
                GetProviderSchema.Response.getDefaultInstance(),
                _ -> config.schema());
        table.call(
                "GetResourceIdentitySchemas",
                GetResourceIdentitySchemas.Request.getDefaultInstance(),
                GetResourceIdentitySchemas.Response.getDefaultInstance(),
                _ -> config.identities());
        table.call(
                "ValidateProviderConfig",
                ValidateProviderConfig.Request.getDefaultInstance(),
                ValidateProviderConfig.Response.getDefaultInstance(),
                config::validateProvider);
        table.call(
                "ConfigureProvider",
                ConfigureProvider.Request.getDefaultInstance(),
                ConfigureProvider.Response.getDefaultInstance(),
                config::configure);
        table.call(
                "ValidateResourceConfig",
                ValidateResourceConfig.Request.getDefaultInstance(),
                ValidateResourceConfig.Response.getDefaultInstance(),
                config::validateResource);
    }

    private static void addStates(ProviderService table, StateRpcs states) {
        table.call(
                "UpgradeResourceState",
                UpgradeResourceState.Request.getDefaultInstance(),
                UpgradeResourceState.Response.getDefaultInstance(),
                states::upgrade);
        table.call(
                "UpgradeResourceIdentity",
                UpgradeResourceIdentity.Request.getDefaultInstance(),
                UpgradeResourceIdentity.Response.getDefaultInstance(),
                states::upgradeIdentity);
        table.call(
                "ReadResource",
                ReadResource.Request.getDefaultInstance(),
                ReadResource.Response.getDefaultInstance(),
                states::read);
        table.call(
                "ImportResourceState",
                ImportResourceState.Request.getDefaultInstance(),
                ImportResourceState.Response.getDefaultInstance(),
                states::importState);
        table.call(
                "GenerateResourceConfig",
                GenerateResourceConfig.Request.getDefaultInstance(),
                GenerateResourceConfig.Response.getDefaultInstance(),
                states::configOf);
    }

    private static void addChanges(
            ProviderService table, Supplier<Resources> resources, Session session) {
        table.call(
                "PlanResourceChange",
                PlanResourceChange.Request.getDefaultInstance(),
                PlanResourceChange.Response.getDefaultInstance(),
                new PlanRpc(resources, session)::plan);
        table.call(
                "ApplyResourceChange",
                ApplyResourceChange.Request.getDefaultInstance(),
                ApplyResourceChange.Response.getDefaultInstance(),
                new ApplyRpc(resources, session)::apply);
    }

    private static void addData(ProviderService table, DataRpcs data) {
        table.call(
                "ValidateDataResourceConfig",
                ValidateDataResourceConfig.Request.getDefaultInstance(),
                ValidateDataResourceConfig.Response.getDefaultInstance(),
                data::validate);
        table.call(
                "ReadDataSource",
                ReadDataSource.Request.getDefaultInstance(),
                ReadDataSource.Response.getDefaultInstance(),
                data::read);
        table.call(
                "ValidateEphemeralResourceConfig",
                ValidateEphemeralResourceConfig.Request.getDefaultInstance(),
                ValidateEphemeralResourceConfig.Response.getDefaultInstance(),
                data::validate);
        table.call(
                "OpenEphemeralResource",
                OpenEphemeralResource.Request.getDefaultInstance(),
                OpenEphemeralResource.Response.getDefaultInstance(),
                data::open);
        table.call(
                "RenewEphemeralResource",
                RenewEphemeralResource.Request.getDefaultInstance(),
                RenewEphemeralResource.Response.getDefaultInstance(),
                _ -> RenewEphemeralResource.Response.getDefaultInstance());
        table.call(
                "CloseEphemeralResource",
                CloseEphemeralResource.Request.getDefaultInstance(),
                CloseEphemeralResource.Response.getDefaultInstance(),
                _ -> CloseEphemeralResource.Response.getDefaultInstance());
    }

    private static void addFunctions(ProviderService table, FunctionRpcs functions) {
        table.call(
                "GetFunctions",
                GetFunctions.Request.getDefaultInstance(),
                GetFunctions.Response.getDefaultInstance(),
                _ -> functions.all());
        table.call(
                "CallFunction",
                CallFunction.Request.getDefaultInstance(),
                CallFunction.Response.getDefaultInstance(),
                functions::call,
                FunctionRpcs::failed);
    }

    /// A call whose answer has a list of diagnostics.
    private <Q extends Message, A extends Message> void call(
            String name, Q request, A answer, Function<Q, A> work) {
        call(name, request, answer, work, (none, d) -> withDiagnostic(none, d));
    }

    @SuppressWarnings("unchecked") // a message's builder builds a message of the same type
    private static <A extends Message> A withDiagnostic(A answer, Diagnostic diagnostic) {
        var field = answer.getDescriptorForType().findFieldByName("diagnostics");
        return (A) answer.toBuilder().addRepeatedField(field, diagnostic).build();
    }

    private <Q extends Message, A extends Message> void call(
            String name,
            Q request,
            A answer,
            Function<Q, A> work,
            BiFunction<A, Diagnostic, A> failed) {
        var method =
                MethodDescriptor.newBuilder(
                                ProtoUtils.marshaller(request), ProtoUtils.marshaller(answer))
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                        .build();
        service.addMethod(
                method,
                ServerCalls.asyncUnaryCall((asked, to) -> {
                    A result;
                    try {
                        result = work.apply(asked);
                    } catch (RuntimeException | LinkageError failure) {
                        result = failed.apply(answer, Diagnostics.of(failure));
                    }
                    to.onNext(result);
                    to.onCompleted();
                }));
    }
}
