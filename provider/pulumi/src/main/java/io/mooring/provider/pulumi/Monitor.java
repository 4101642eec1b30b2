package io.mooring.provider.pulumi;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Provider.ConstructRequest;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.ResourceMonitorGrpc;

/// The engine's resource monitor during the making of one component. Must be closed: an engine
/// waits a second at its own end for channels that are left open.
final class Monitor implements AutoCloseable {
    private final ConstructRequest request;
    private final String childVersion;
    private final ManagedChannel channel;

    Monitor(ConstructRequest request, String childVersion) {
        this.request = request;
        this.childVersion = childVersion;
        this.channel = Channels.open(request.getMonitorEndpoint());
    }

    /// Registers the component with the options its user gave, and answers its URN.
    String registerComponent(ObjectValue inputs) {
        var component =
                base(request.getType(), request.getName(), inputs)
                        .setParent(request.getParent())
                        .addAllDependencies(request.getDependenciesList())
                        .putAllProviders(request.getProvidersMap())
                        .addAllAliases(request.getAliasesList())
                        .addAllAdditionalSecretOutputs(request.getAdditionalSecretOutputsList())
                        .addAllIgnoreChanges(request.getIgnoreChangesList())
                        .addAllReplaceOnChanges(request.getReplaceOnChangesList())
                        .addAllReplaceWith(request.getReplaceWithList())
                        .setDeletedWith(request.getDeletedWith())
                        .setParentStackTraceHandle(request.getStackTraceHandle());
        inheritOptions(component);
        if (request.hasResourceHooks()) {
            component.setHooks(hooks());
        }
        return register(List.of(component.build())).getFirst().getUrn();
    }

    /// The request that declares a child of the component.
    RegisterResourceRequest child(String parent, ChildSpec spec, boolean custom) {
        var child =
                base(spec.typeToken(), spec.name(), spec.inputs())
                        .setParent(parent)
                        .setCustom(custom)
                        .setRemote(!custom)
                        .setVersion(childVersion)
                        .setDeletedWith(request.getDeletedWith());
        inheritOptions(child);
        var all = new LinkedHashSet<>(spec.inputs().sources());
        spec.options().dependsOn().stream().map(Child::urn).forEach(all::add);
        child.addAllDependencies(all);
        for (var alias : spec.options().aliases()) {
            child.addAliases(
                    Alias.newBuilder()
                            .setSpec(Alias.Spec.newBuilder().setName(alias).setParentUrn(parent)));
        }
        var pkg = spec.typeToken().substring(0, spec.typeToken().indexOf(':'));
        var provider = request.getProvidersMap().get(pkg);
        if (provider != null) {
            child.setProvider(provider);
        }
        return child.build();
    }

    /// Registers resources at the same time and waits for all; the first failure is thrown when all
    /// have ended.
    List<RegisterResourceResponse> register(List<RegisterResourceRequest> requests) {
        var stub = ResourceMonitorGrpc.newFutureStub(channel);
        var pending = new ArrayList<ListenableFuture<RegisterResourceResponse>>();
        requests.forEach(each -> pending.add(stub.registerResource(each)));
        var responses = new ArrayList<RegisterResourceResponse>();
        var failures = new ArrayList<RuntimeException>();
        for (var future : pending) {
            try {
                responses.add(future.get());
            } catch (ExecutionException failed) {
                failures.add(asRuntime(failed));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                pending.forEach(other -> other.cancel(true));
                throw new IllegalStateException("interrupted while registering", interrupted);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return responses;
    }

    void registerOutputs(String urn, ObjectValue outputs) {
        var _ =
                ResourceMonitorGrpc.newBlockingStub(channel)
                        .registerResourceOutputs(
                                RegisterResourceOutputsRequest.newBuilder()
                                        .setUrn(urn)
                                        .setOutputs(Wire.write(outputs))
                                        .build());
    }

    @Override
    public void close() {
        channel.shutdown();
    }

    private RegisterResourceRequest.Builder base(String type, String name, ObjectValue inputs) {
        var base =
                RegisterResourceRequest.newBuilder()
                        .setType(type)
                        .setName(name)
                        .setObject(Wire.write(inputs))
                        .setAcceptSecrets(true)
                        .setAcceptResources(true)
                        .setSupportsPartialValues(true)
                        .setAliasSpecs(true);
        inputs.fields()
                .forEach((field, value) ->
                        base.putPropertyDependencies(
                                field,
                                RegisterResourceRequest.PropertyDependencies.newBuilder()
                                        .addAllUrns(value.sources())
                                        .build()));
        return base;
    }

    private void inheritOptions(RegisterResourceRequest.Builder resource) {
        if (request.hasProtect()) {
            resource.setProtect(request.getProtect());
        }
        if (request.hasRetainOnDelete()) {
            resource.setRetainOnDelete(request.getRetainOnDelete());
        }
        if (request.hasCustomTimeouts()) {
            var timeouts = request.getCustomTimeouts();
            resource.setCustomTimeouts(
                    RegisterResourceRequest.CustomTimeouts.newBuilder()
                            .setCreate(timeouts.getCreate())
                            .setUpdate(timeouts.getUpdate())
                            .setDelete(timeouts.getDelete()));
        }
    }

    /// The two messages have the same fields and differ in name only.
    private RegisterResourceRequest.ResourceHooksBinding hooks() {
        try {
            return RegisterResourceRequest.ResourceHooksBinding.parseFrom(
                    request.getResourceHooks().toByteString());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("the hook messages differ", impossible);
        }
    }

    private static RuntimeException asRuntime(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException("registering a resource", failed);
    }
}
