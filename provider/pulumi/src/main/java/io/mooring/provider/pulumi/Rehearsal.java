package io.mooring.provider.pulumi;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.StatusRuntimeException;
import io.mooring.provider.core.ParentProcess;
import io.mooring.provider.core.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.GetSchemaRequest;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderBlockingStub;

/// Plays the engine's part once, from handshake to diff, makes nothing but a join token that it
/// deletes again, and ends in order. An ahead-of-time cache is recorded from such a run; an engine
/// would kill the process before the cache is written.
final class Rehearsal {
    private static final String CONTROL_PLANE = "mooring:index:ControlPlane";

    /// Has the reading and checking of a whole configuration recorded too.
    private static final Struct A_CLUSTER =
            Struct.newBuilder()
                    .putFields("name", text("rehearsal"))
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

    private final ResourceProviderBlockingStub provider;

    private Rehearsal(ResourceProviderBlockingStub provider) {
        this.provider = provider;
    }

    static void run(Supplier<Registry> registry, Optional<Path> kubeconfig) throws IOException {
        ParentProcess.now().endWithIt();
        try (var plugin = Plugin.start(registry, "")) {
            var channel = Channels.open("127.0.0.1:" + plugin.port());
            try {
                var provider = ResourceProviderGrpc.newBlockingStub(channel);
                var rehearsal = new Rehearsal(provider);
                rehearsal.start();
                for (var resource : registry.get().resources()) {
                    var type = resource.type().token().toString();
                    rehearsal.plan(type, Struct.getDefaultInstance());
                    rehearsal.plan(type, A_CLUSTER);
                    if (type.equals(CONTROL_PLANE)) {
                        var _ = rehearsal.look(type, "rehearsal", A_CLUSTER);
                    }
                }
                if (kubeconfig.isPresent()) {
                    rehearsal.work(connection(Files.readString(kubeconfig.get())));
                }
                var _ = provider.cancel(Empty.getDefaultInstance());
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private void start() {
        var _ = provider.handshake(ProviderHandshakeRequest.getDefaultInstance());
        var _ = provider.getPluginInfo(Empty.getDefaultInstance());
        var _ = provider.getSchema(GetSchemaRequest.getDefaultInstance());
        var _ = provider.checkConfig(CheckRequest.getDefaultInstance());
        var _ = provider.configure(ConfigureRequest.getDefaultInstance());
    }

    private Struct plan(String type, Struct inputs) {
        try {
            var check = CheckRequest.newBuilder().setUrn(urn(type)).setNews(inputs).build();
            var checked = provider.check(check).getInputs();
            var diff = DiffRequest.newBuilder().setUrn(urn(type)).setNews(checked).setOlds(checked);
            var _ = provider.diff(diff.setOldInputs(checked).build());
            return checked;
        } catch (StatusRuntimeException _) {
            // A handler that wants other inputs has been loaded all the same.
            return inputs;
        }
    }

    /// Looks for what never was.
    private Struct look(String type, String id, Struct inputs) {
        var checked = plan(type, inputs);
        var read = ReadRequest.newBuilder().setUrn(urn(type)).setId(id);
        var _ = provider.read(read.setInputs(checked).setProperties(checked).build());
        return checked;
    }

    /// A token there and back, then the end of a node that never was.
    private void work(Struct cluster) {
        var token = "mooring:index:JoinToken";
        var inputs = plan(token, cluster);
        var created =
                provider.create(
                        CreateRequest.newBuilder()
                                .setUrn(urn(token))
                                .setProperties(inputs)
                                .build());
        var read = ReadRequest.newBuilder().setUrn(urn(token)).setId(created.getId());
        var _ =
                provider.read(
                        read.setInputs(inputs).setProperties(created.getProperties()).build());
        var end = DeleteRequest.newBuilder().setUrn(urn(token)).setId(created.getId());
        var _ =
                provider.delete(
                        end.setOldInputs(inputs).setProperties(created.getProperties()).build());

        var node = "mooring:local:Node";
        var checked = look(node, "rehearsal/it", cluster);
        var gone = DeleteRequest.newBuilder().setUrn(urn(node)).setId("rehearsal/it");
        var _ = provider.delete(gone.setOldInputs(checked).setProperties(checked).build());
    }

    private static String urn(String type) {
        return "urn:pulumi:dev::rehearsal::" + type + "::it";
    }

    private static Struct connection(String kubeconfig) {
        var connection =
                Struct.newBuilder()
                        .putFields("name", text("rehearsal"))
                        .putFields("endpoint", text("https://127.0.0.1:8443"))
                        .putFields("caCertHash", text("sha256:" + "0".repeat(64)))
                        .putFields("kubeconfig", text(kubeconfig));
        return struct("cluster", value(connection.build()));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Struct struct(String name, Value value) {
        return Struct.newBuilder().putFields(name, value).build();
    }

    private static Value value(Struct struct) {
        return Value.newBuilder().setStructValue(struct).build();
    }
}
