package io.mooring.provider.terraform;

import com.google.protobuf.Empty;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The services that every plugin has beside its own: the order to end, the plugin's output, which
/// is always silent here, and a broker of further connections, which nobody asks for.
final class GoPluginServices {
    private GoPluginServices() {}

    /// @param end completed when Terraform wants the process to end
    static List<ServerServiceDefinition> all(CompletableFuture<Void> end) {
        var shutdown =
                ServerServiceDefinition.builder("plugin.GRPCController")
                        .addMethod(
                                method("plugin.GRPCController/Shutdown", MethodType.UNARY),
                                ServerCalls.asyncUnaryCall((_, to) -> {
                                    to.onNext(Empty.getDefaultInstance());
                                    to.onCompleted();
                                    end.complete(null);
                                }));
        var output =
                ServerServiceDefinition.builder("plugin.GRPCStdio")
                        .addMethod(
                                method("plugin.GRPCStdio/StreamStdio", MethodType.SERVER_STREAMING),
                                ServerCalls.asyncServerStreamingCall(
                                        (_, to) -> end.thenRun(to::onCompleted)));
        var broker =
                ServerServiceDefinition.builder("plugin.GRPCBroker")
                        .addMethod(
                                method("plugin.GRPCBroker/StartStream", MethodType.BIDI_STREAMING),
                                ServerCalls.asyncBidiStreamingCall(to -> new Deaf(to)));
        return List.of(shutdown.build(), output.build(), broker.build());
    }

    /// Messages are read as empty ones: nothing of them is used.
    private static MethodDescriptor<Empty, Empty> method(String name, MethodType type) {
        var empty = ProtoUtils.marshaller(Empty.getDefaultInstance());
        return MethodDescriptor.newBuilder(empty, empty)
                .setType(type)
                .setFullMethodName(name)
                .build();
    }

    private record Deaf(StreamObserver<Empty> to) implements StreamObserver<Empty> {
        @Override
        public void onNext(Empty message) {}

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
            to.onCompleted();
        }
    }
}
