package io.mooring.provider.pulumi;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import io.mooring.provider.core.ObjectValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import pulumirpc.EngineGrpc.EngineImplBase;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.Resource.RegisterResourceOutputsRequest;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;
import pulumirpc.ResourceMonitorGrpc.ResourceMonitorImplBase;

/// An engine that remembers what it is told: the log and the resource monitor.
final class FakeEngine implements AutoCloseable {
    final List<LogRequest> logged = new CopyOnWriteArrayList<>();
    final List<RegisterResourceRequest> registered = new CopyOnWriteArrayList<>();
    final List<RegisterResourceOutputsRequest> outputs = new CopyOnWriteArrayList<>();

    private final Server server;
    private final boolean preview;

    FakeEngine(boolean preview) throws IOException {
        this.preview = preview;
        this.server =
                OkHttpServerBuilder.forPort(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                InsecureServerCredentials.create())
                        .addService(new Log())
                        .addService(new ResourceMonitor())
                        .build()
                        .start();
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    RegisterResourceRequest registered(String name) {
        return registered.stream()
                .filter(request -> request.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Log extends EngineImplBase {
        @Override
        public void log(LogRequest request, StreamObserver<Empty> to) {
            logged.add(request);
            to.onNext(Empty.getDefaultInstance());
            to.onCompleted();
        }
    }

    private final class ResourceMonitor extends ResourceMonitorImplBase {
        @Override
        public void registerResource(
                RegisterResourceRequest request, StreamObserver<RegisterResourceResponse> to) {
            registered.add(request);
            if (request.getName().contains("refused")) {
                to.onError(Status.ABORTED.withDescription("refused").asRuntimeException());
                return;
            }
            var response =
                    RegisterResourceResponse.newBuilder()
                            .setUrn("urn:" + request.getName())
                            .setObject(request.getObject());
            if (request.getCustom() && !preview) {
                response.setId("id-" + request.getName()).setObject(made(request));
            }
            to.onNext(response.build());
            to.onCompleted();
        }

        private Struct made(RegisterResourceRequest request) {
            var outputs =
                    ObjectValue.builder()
                            .put("path", "/" + request.getName())
                            .put("key", io.mooring.provider.core.Value.secret("k"))
                            .build();
            return request.getObject().toBuilder()
                    .putAllFields(Wire.write(outputs).getFieldsMap())
                    .build();
        }

        @Override
        public void registerResourceOutputs(
                RegisterResourceOutputsRequest request, StreamObserver<Empty> to) {
            outputs.add(request);
            to.onNext(Empty.getDefaultInstance());
            to.onCompleted();
        }
    }
}
