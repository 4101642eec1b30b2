package io.mooring.provider.terraform;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.mooring.provider.core.Registry;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.ApplyResourceChange;
import tfplugin6.Tfplugin6.ConfigureProvider;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.GetFunctions;
import tfplugin6.Tfplugin6.GetMetadata;
import tfplugin6.Tfplugin6.GetProviderSchema;
import tfplugin6.Tfplugin6.ImportResourceState;
import tfplugin6.Tfplugin6.PlanResourceChange;
import tfplugin6.Tfplugin6.ReadResource;
import tfplugin6.Tfplugin6.StopProvider;
import tfplugin6.Tfplugin6.UpgradeResourceState;
import tfplugin6.Tfplugin6.ValidateProviderConfig;
import tfplugin6.Tfplugin6.ValidateResourceConfig;

/// Every call Terraform makes, by its name on the wire. A call that fails answers its failure as a
/// diagnostic, which Terraform shows beside the resource. Nothing here touches the registry before
/// a call needs it. Thread-safe.
final class ProviderService {
    private static final String NAME = "tfplugin6.Provider";

    private final ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(NAME);

    private ProviderService() {}

    static ServerServiceDefinition of(Supplier<Registry> registry, Clock clock) {
        var session = new Session(clock);
        var resources = new Once(registry);
        var config = new ConfigRpcs(registry, resources, session);
        var plan = new PlanRpc(resources, session);
        var apply = new ApplyRpc(resources, session);
        var states = new StateRpcs(resources, session);
        var table = new ProviderService();
        table.call(
                "GetMetadata",
                GetMetadata.Request.getDefaultInstance(),
                GetMetadata.Response.getDefaultInstance(),
                _ -> config.metadata(),
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "GetProviderSchema",
                GetProviderSchema.Request.getDefaultInstance(),
                GetProviderSchema.Response.getDefaultInstance(),
                _ -> config.schema(),
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "GetFunctions",
                GetFunctions.Request.getDefaultInstance(),
                GetFunctions.Response.getDefaultInstance(),
                _ -> GetFunctions.Response.getDefaultInstance(),
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "ValidateProviderConfig",
                ValidateProviderConfig.Request.getDefaultInstance(),
                ValidateProviderConfig.Response.getDefaultInstance(),
                config::validateProvider,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "ConfigureProvider",
                ConfigureProvider.Request.getDefaultInstance(),
                ConfigureProvider.Response.getDefaultInstance(),
                config::configure,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "ValidateResourceConfig",
                ValidateResourceConfig.Request.getDefaultInstance(),
                ValidateResourceConfig.Response.getDefaultInstance(),
                config::validateResource,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "UpgradeResourceState",
                UpgradeResourceState.Request.getDefaultInstance(),
                UpgradeResourceState.Response.getDefaultInstance(),
                states::upgrade,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "ReadResource",
                ReadResource.Request.getDefaultInstance(),
                ReadResource.Response.getDefaultInstance(),
                states::read,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "PlanResourceChange",
                PlanResourceChange.Request.getDefaultInstance(),
                PlanResourceChange.Response.getDefaultInstance(),
                plan::plan,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "ApplyResourceChange",
                ApplyResourceChange.Request.getDefaultInstance(),
                ApplyResourceChange.Response.getDefaultInstance(),
                apply::apply,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
        table.call(
                "ImportResourceState",
                ImportResourceState.Request.getDefaultInstance(),
                ImportResourceState.Response.getDefaultInstance(),
                states::importState,
                (answer, d) -> answer.toBuilder().addDiagnostics(d).build());
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

    /// The resources, made when a call first needs them.
    private static final class Once implements Supplier<Resources> {
        private final Supplier<Registry> registry;
        // guarded by this
        private Optional<Resources> made = Optional.empty();

        Once(Supplier<Registry> registry) {
            this.registry = registry;
        }

        @Override
        public synchronized Resources get() {
            if (made.isEmpty()) {
                made = Optional.of(new Resources(registry.get()));
            }
            return made.orElseThrow();
        }
    }
}
