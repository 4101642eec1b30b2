package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.ApplyResourceChange;
import tfplugin6.Tfplugin6.ConfigureProvider;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.GetProviderSchema;
import tfplugin6.Tfplugin6.PlanResourceChange;
import tfplugin6.Tfplugin6.RawState;
import tfplugin6.Tfplugin6.ReadResource;
import tfplugin6.Tfplugin6.UpgradeResourceState;
import tfplugin6.Tfplugin6.ValidateProviderConfig;
import tfplugin6.Tfplugin6.ValidateResourceConfig;

/// Plays Terraform's part once, from handshake to shutdown, makes nothing but a join token that it
/// deletes again, and ends in order. An ahead-of-time cache is recorded from such a run; Terraform
/// would kill the process before the cache is written.
final class Rehearsal {
    private static final String TOKEN = "mooring_join_token";
    private static final DynamicValue NOTHING = Resources.write(Msg.NIL);

    /// Has the reading and checking of a whole configuration recorded too.
    private static final ObjectValue A_CLUSTER =
            ObjectValue.builder()
                    .put("name", "rehearsal")
                    .put("host", object("standalone", object("local", ObjectValue.EMPTY)))
                    .put(
                            "config",
                            object(
                                    "privateNodes",
                                    ObjectValue.builder().put("enabled", true).build()))
                    .build();

    private final ManagedChannel terraform;

    private Rehearsal(ManagedChannel terraform) {
        this.terraform = terraform;
    }

    static void run(Supplier<Registry> registry, Optional<Path> kubeconfig) throws Exception {
        var client = ServerCertificate.make(Clock.systemUTC());
        var pem = new String(client.certificatePem().readAllBytes(), StandardCharsets.US_ASCII);
        var environment = Map.of(Plugin.COOKIE, Plugin.COOKIE_VALUE, "PLUGIN_CLIENT_CERT", pem);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var read = new PipedInputStream();
                var out = new PrintStream(new PipedOutputStream(read), true)) {
            var served = threads.submit(() -> Plugin.run(registry, environment, out, System.err));
            var line = new BufferedReader(new InputStreamReader(read)).readLine().split("\\|");
            var channel = channel(line[3], line[5], client);
            try {
                new Rehearsal(channel).play(registry.get(), kubeconfig);
            } finally {
                channel.shutdownNow();
            }
            var _ = served.get();
        }
    }

    /// A connection as Terraform makes it.
    ///
    /// @param certificate the server's, as the handshake tells it
    static ManagedChannel channel(String address, String certificate, ServerCertificate client)
            throws IOException {
        var pem =
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                        .formatted(certificate);
        var credentials =
                TlsChannelCredentials.newBuilder()
                        .keyManager(client.certificatePem(), client.keyPem())
                        .trustManager(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                        .build();
        return OkHttpChannelBuilder.forTarget(address, credentials)
                .overrideAuthority("localhost")
                .build();
    }

    private void play(Registry registry, Optional<Path> kubeconfig) throws IOException {
        var _ =
                call(
                        "GetProviderSchema",
                        GetProviderSchema.Request.getDefaultInstance(),
                        GetProviderSchema.Response.getDefaultInstance());
        var none = Resources.write(new Msg.Fields(Map.of()));
        var _ =
                call(
                        "ValidateProviderConfig",
                        ValidateProviderConfig.Request.newBuilder().setConfig(none).build(),
                        ValidateProviderConfig.Response.getDefaultInstance());
        var _ =
                call(
                        "ConfigureProvider",
                        ConfigureProvider.Request.newBuilder().setConfig(none).build(),
                        ConfigureProvider.Response.getDefaultInstance());
        var resources = new Resources(registry);
        resources
                .all()
                .forEach((name, entry) -> {
                    var _ = plan(name, NOTHING, config(entry, ObjectValue.EMPTY));
                    var _ = plan(name, NOTHING, config(entry, A_CLUSTER));
                });
        if (kubeconfig.isPresent()) {
            var cluster = connection(Files.readString(kubeconfig.get()));
            work(config(resources.named(TOKEN), object("cluster", cluster)));
        }
        var _ =
                call(
                        "plugin.GRPCController",
                        "Shutdown",
                        Empty.getDefaultInstance(),
                        Empty.getDefaultInstance());
    }

    /// A token there and back.
    private void work(DynamicValue config) {
        var made = apply(NOTHING, plan(TOKEN, NOTHING, config).getPlannedState(), config);
        var _ =
                call(
                        "UpgradeResourceState",
                        UpgradeResourceState.Request.newBuilder()
                                .setTypeName(TOKEN)
                                .setRawState(
                                        RawState.newBuilder()
                                                .setJson(ByteString.copyFromUtf8("{}")))
                                .build(),
                        UpgradeResourceState.Response.getDefaultInstance());
        var read =
                call(
                                "ReadResource",
                                ReadResource.Request.newBuilder()
                                        .setTypeName(TOKEN)
                                        .setCurrentState(made)
                                        .build(),
                                ReadResource.Response.getDefaultInstance())
                        .getNewState();
        var _ = plan(TOKEN, read, config);
        var _ = apply(made, NOTHING, NOTHING);
    }

    private PlanResourceChange.Response plan(String name, DynamicValue prior, DynamicValue config) {
        var _ =
                call(
                        "ValidateResourceConfig",
                        ValidateResourceConfig.Request.newBuilder()
                                .setTypeName(name)
                                .setConfig(config)
                                .build(),
                        ValidateResourceConfig.Response.getDefaultInstance());
        return call(
                "PlanResourceChange",
                PlanResourceChange.Request.newBuilder()
                        .setTypeName(name)
                        .setPriorState(prior)
                        .setProposedNewState(config)
                        .setConfig(config)
                        .build(),
                PlanResourceChange.Response.getDefaultInstance());
    }

    private DynamicValue apply(DynamicValue prior, DynamicValue planned, DynamicValue config) {
        return call(
                        "ApplyResourceChange",
                        ApplyResourceChange.Request.newBuilder()
                                .setTypeName(TOKEN)
                                .setPriorState(prior)
                                .setPlannedState(planned)
                                .setConfig(config)
                                .build(),
                        ApplyResourceChange.Response.getDefaultInstance())
                .getNewState();
    }

    private <Q extends Message, A extends Message> A call(String method, Q request, A answer) {
        return call(ProviderService.NAME, method, request, answer);
    }

    private <Q extends Message, A extends Message> A call(
            String service, String method, Q request, A answer) {
        var descriptor =
                MethodDescriptor.newBuilder(
                                ProtoUtils.marshaller(request), ProtoUtils.marshaller(answer))
                        .setType(MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                        .build();
        return ClientCalls.blockingUnaryCall(terraform, descriptor, CallOptions.DEFAULT, request);
    }

    private static DynamicValue config(Resources.Entry entry, ObjectValue given) {
        var config = new LinkedHashMap<String, Msg>();
        config.put(Names.ID, Msg.NIL);
        for (var attribute : entry.schema().attributes().list()) {
            // There are no outputs in it, and what is not given is null.
            var value = Cty.write(attribute.type(), given.field(attribute.property()));
            config.put(attribute.name(), attribute.isInput() ? value : Msg.NIL);
        }
        return Resources.write(new Msg.Fields(config));
    }

    private static ObjectValue connection(String kubeconfig) {
        return ObjectValue.builder()
                .put("name", "rehearsal")
                .put("endpoint", "https://127.0.0.1:8443")
                .put("caCertHash", "sha256:" + "0".repeat(64))
                .put("kubeconfig", kubeconfig)
                .build();
    }

    private static ObjectValue object(String name, ObjectValue value) {
        return ObjectValue.builder().put(name, value).build();
    }
}
