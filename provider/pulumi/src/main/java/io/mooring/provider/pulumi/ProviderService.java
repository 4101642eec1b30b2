package io.mooring.provider.pulumi;

import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.mooring.provider.core.Once;
import io.mooring.provider.core.Registry;
import java.time.Clock;
import java.util.function.Supplier;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider;
import pulumirpc.ResourceProviderGrpc.ResourceProviderImplBase;

/// Every call the engine makes, answered on a virtual thread of its own. Nothing here touches the
/// registry before a call needs it. Thread-safe; [#close] ends the talk with the engine.
final class ProviderService extends ResourceProviderImplBase implements AutoCloseable {
    private final Supplier<Registry> registry;
    private final Session session;
    private final ResourceRpcs resources;
    private final ConfigRpcs config;
    private final FunctionRpcs functions;
    private final ComponentRpcs components;

    /// @param made asked once, so that handlers keep what calls about several resources share:
    ///   turns of a pool's nodes, clients of a cloud
    ProviderService(Supplier<Registry> made, Clock clock, String engineAddress) {
        this.registry = new Once<>(made);
        this.session = new Session(clock);
        this.resources = new ResourceRpcs(registry, session);
        this.config = new ConfigRpcs(registry, session);
        this.functions = new FunctionRpcs(registry, session);
        this.components = new ComponentRpcs(registry, session);
        session.begin(engineAddress);
    }

    @Override
    public void close() {
        session.cancel();
        session.close();
    }

    private static <T> void answer(StreamObserver<T> to, Supplier<T> work) {
        T answer;
        try {
            answer = work.get();
        } catch (RuntimeException | LinkageError failure) {
            to.onError(Failures.onWire(failure));
            return;
        }
        to.onNext(answer);
        to.onCompleted();
    }

    private static void acknowledge(StreamObserver<Empty> to, Runnable work) {
        answer(
                to,
                () -> {
                    work.run();
                    return Empty.getDefaultInstance();
                });
    }

    @Override
    public void handshake(
            Provider.ProviderHandshakeRequest request,
            StreamObserver<Provider.ProviderHandshakeResponse> to) {
        answer(
                to,
                () -> {
                    session.begin(request.getEngineAddress());
                    return Provider.ProviderHandshakeResponse.newBuilder()
                            .setAcceptSecrets(true)
                            .setAcceptOutputs(true)
                            .setAcceptResources(true)
                            .build();
                });
    }

    @Override
    public void attach(PluginAttach request, StreamObserver<Empty> to) {
        acknowledge(to, () -> session.begin(request.getAddress()));
    }

    @Override
    public void getPluginInfo(Empty request, StreamObserver<PluginInfo> to) {
        answer(
                to,
                () -> PluginInfo.newBuilder().setVersion(registry.get().info().version()).build());
    }

    @Override
    public void getSchema(
            Provider.GetSchemaRequest request, StreamObserver<Provider.GetSchemaResponse> to) {
        answer(
                to,
                () -> {
                    if (!request.getSubpackageName().isEmpty()) {
                        throw parameterized();
                    }
                    return Provider.GetSchemaResponse.newBuilder()
                            .setSchema(PulumiSchema.json(registry.get()))
                            .build();
                });
    }

    @Override
    public void parameterize(
            Provider.ParameterizeRequest request,
            StreamObserver<Provider.ParameterizeResponse> to) {
        to.onError(parameterized());
    }

    private static RuntimeException parameterized() {
        return Status.UNIMPLEMENTED
                .withDescription(
                        "this provider takes no parameters; use the package as it is, without arguments")
                .asRuntimeException();
    }

    @Override
    public void getMapping(
            Provider.GetMappingRequest request, StreamObserver<Provider.GetMappingResponse> to) {
        answer(to, Provider.GetMappingResponse::getDefaultInstance);
    }

    @Override
    public void getMappings(
            Provider.GetMappingsRequest request, StreamObserver<Provider.GetMappingsResponse> to) {
        answer(to, Provider.GetMappingsResponse::getDefaultInstance);
    }

    @Override
    public void checkConfig(
            Provider.CheckRequest request, StreamObserver<Provider.CheckResponse> to) {
        answer(to, () -> config.check(request));
    }

    @Override
    public void diffConfig(Provider.DiffRequest request, StreamObserver<Provider.DiffResponse> to) {
        answer(to, () -> config.diff(request));
    }

    @Override
    public void configure(
            Provider.ConfigureRequest request, StreamObserver<Provider.ConfigureResponse> to) {
        answer(to, () -> config.configure(request));
    }

    @Override
    public void check(Provider.CheckRequest request, StreamObserver<Provider.CheckResponse> to) {
        answer(to, () -> resources.check(request));
    }

    @Override
    public void diff(Provider.DiffRequest request, StreamObserver<Provider.DiffResponse> to) {
        answer(to, () -> resources.diff(request));
    }

    @Override
    public void create(Provider.CreateRequest request, StreamObserver<Provider.CreateResponse> to) {
        answer(to, () -> resources.create(request));
    }

    @Override
    public void read(Provider.ReadRequest request, StreamObserver<Provider.ReadResponse> to) {
        answer(to, () -> resources.read(request));
    }

    @Override
    public void update(Provider.UpdateRequest request, StreamObserver<Provider.UpdateResponse> to) {
        answer(to, () -> resources.update(request));
    }

    @Override
    public void delete(Provider.DeleteRequest request, StreamObserver<Empty> to) {
        acknowledge(to, () -> resources.delete(request));
    }

    @Override
    public void construct(
            Provider.ConstructRequest request, StreamObserver<Provider.ConstructResponse> to) {
        answer(to, () -> components.construct(request));
    }

    @Override
    public void call(Provider.CallRequest request, StreamObserver<Provider.CallResponse> to) {
        answer(to, () -> functions.call(request));
    }

    @Override
    public void invoke(Provider.InvokeRequest request, StreamObserver<Provider.InvokeResponse> to) {
        answer(to, () -> functions.invoke(request));
    }

    @Override
    public void cancel(Empty request, StreamObserver<Empty> to) {
        acknowledge(to, session::cancel);
    }
}
