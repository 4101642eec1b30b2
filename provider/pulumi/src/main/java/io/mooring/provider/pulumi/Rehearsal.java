package io.mooring.provider.pulumi;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
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
    /// Has the reading and checking of a whole configuration recorded too.
    private static final Struct A_CLUSTER =
            Struct.newBuilder()
                    .putFields("name", Value.newBuilder().setStringValue("rehearsal").build())
                    .putFields(
                            "host",
                            value(
                                    struct(
                                            "standalone",
                                            value(
                                                    struct(
                                                            "local",
                                                            value(Struct.getDefaultInstance()))))))
                    .putFields(
                            "config",
                            value(
                                    struct(
                                            "privateNodes",
                                            value(
                                                    struct(
                                                            "enabled",
                                                            Value.newBuilder()
                                                                    .setBoolValue(true)
                                                                    .build())))))
                    .build();

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
            play(provider, urn, Struct.getDefaultInstance());
            play(provider, urn, A_CLUSTER);
        }
        var _ = provider.cancel(Empty.getDefaultInstance());
    }

    private static void play(ResourceProviderBlockingStub provider, String urn, Struct inputs) {
        try {
            var check = CheckRequest.newBuilder().setUrn(urn).setNews(inputs).build();
            var checked = provider.check(check).getInputs();
            var diff = DiffRequest.newBuilder().setUrn(urn).setNews(checked).setOlds(checked);
            var _ = provider.diff(diff.setOldInputs(checked).build());
        } catch (StatusRuntimeException _) {
            // A handler that wants other inputs has been loaded all the same.
        }
    }

    private static Struct struct(String name, Value value) {
        return Struct.newBuilder().putFields(name, value).build();
    }

    private static Value value(Struct struct) {
        return Value.newBuilder().setStructValue(struct).build();
    }
}
