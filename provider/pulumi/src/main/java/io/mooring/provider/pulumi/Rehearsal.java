package io.mooring.provider.pulumi;

import com.google.protobuf.Empty;
import io.grpc.StatusRuntimeException;
import io.mooring.provider.core.Registry;
import java.io.IOException;
import java.util.function.Supplier;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.GetSchemaRequest;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderBlockingStub;

/// Plays the engine's part once, from handshake to diff, makes nothing, and ends in order. An
/// ahead-of-time cache is recorded from such a run; an engine would kill the process before the
/// cache is written.
final class Rehearsal {
    private Rehearsal() {}

    static void run(Supplier<Registry> registry) throws IOException {
        try (var plugin = Plugin.start(registry, "")) {
            var channel = Channels.open("127.0.0.1:" + plugin.port());
            try {
                play(ResourceProviderGrpc.newBlockingStub(channel), registry.get());
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void play(ResourceProviderBlockingStub provider, Registry registry) {
        var _ = provider.handshake(ProviderHandshakeRequest.getDefaultInstance());
        var _ = provider.getPluginInfo(Empty.getDefaultInstance());
        var _ = provider.getSchema(GetSchemaRequest.getDefaultInstance());
        var _ = provider.checkConfig(CheckRequest.getDefaultInstance());
        var _ = provider.configure(ConfigureRequest.getDefaultInstance());
        for (var resource : registry.resources()) {
            var urn = "urn:pulumi:dev::rehearsal::" + resource.type().token() + "::it";
            try {
                var _ = provider.check(CheckRequest.newBuilder().setUrn(urn).build());
                var _ = provider.diff(DiffRequest.newBuilder().setUrn(urn).build());
            } catch (StatusRuntimeException _) {
                // A handler that wants more than an empty input has been loaded all the same.
            }
        }
        var _ = provider.cancel(Empty.getDefaultInstance());
    }
}
