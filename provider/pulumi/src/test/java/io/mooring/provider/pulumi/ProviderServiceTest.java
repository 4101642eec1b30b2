package io.mooring.provider.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.Plugin.PluginAttach;
import pulumirpc.Provider.CallRequest;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse.DiffChanges;
import pulumirpc.Provider.ErrorResourceInitFailed;
import pulumirpc.Provider.GetMappingRequest;
import pulumirpc.Provider.GetMappingsRequest;
import pulumirpc.Provider.GetSchemaRequest;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.ParameterizeRequest;
import pulumirpc.Provider.PropertyDiff.Kind;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderBlockingStub;

class ProviderServiceTest {
    private static final String URN = "urn:pulumi:dev::shop::toy:index:Note::list";
    private static final String PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:toy::default";

    @TempDir Path directory;
    private final AtomicInteger registries = new AtomicInteger();
    private FakeEngine engine;
    private Plugin plugin;
    private ManagedChannel channel;
    private ResourceProviderBlockingStub provider;

    @BeforeEach
    void start() throws Exception {
        engine = new FakeEngine(false);
        plugin =
                Plugin.start(
                        () -> {
                            registries.incrementAndGet();
                            return Toy.registry();
                        },
                        engine.address());
        channel = Channels.open("127.0.0.1:" + plugin.port());
        provider = ResourceProviderGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        plugin.close();
        engine.close();
    }

    @Test
    void handshakeAndAttachAcceptMarkedValues() {
        var answer =
                provider.handshake(
                        ProviderHandshakeRequest.newBuilder()
                                .setEngineAddress(engine.address())
                                .build());

        assertThat(answer.getAcceptSecrets()).isTrue();
        assertThat(answer.getAcceptOutputs()).isTrue();
        assertThat(provider.attach(attachTo(engine))).isEqualTo(Empty.getDefaultInstance());
        assertThat(provider.getPluginInfo(Empty.getDefaultInstance()).getVersion())
                .isEqualTo("0.1.0");
    }

    @Test
    void theSchemaIsTheRegistrysAndThereIsNoOther() {
        assertThat(provider.getSchema(GetSchemaRequest.getDefaultInstance()).getSchema())
                .isEqualTo(PulumiSchema.json(Toy.registry()));
        assertRefused(
                () ->
                        provider.getSchema(
                                GetSchemaRequest.newBuilder().setSubpackageName("x").build()),
                Status.Code.UNIMPLEMENTED,
                "this provider takes no parameters; use the package as it is, without arguments");
        assertRefused(
                () -> provider.parameterize(ParameterizeRequest.getDefaultInstance()),
                Status.Code.UNIMPLEMENTED,
                "this provider takes no parameters; use the package as it is, without arguments");
    }

    @Test
    void callsShareWhatHandlersKeep() {
        assertThat(registries).hasValue(0);

        for (int call = 0; call < 2; call++) {
            var _ = provider.getPluginInfo(Empty.getDefaultInstance());
        }

        assertThat(registries).hasValue(1);
    }

    @Test
    void thereAreNoMappings() {
        assertThat(provider.getMapping(GetMappingRequest.getDefaultInstance()).getData().isEmpty())
                .isTrue();
        assertThat(provider.getMappings(GetMappingsRequest.getDefaultInstance()).getProvidersList())
                .isEmpty();
    }

    @Test
    void configurationArrivesAsTextAndIsChecked() {
        var good =
                struct(
                        "retries",
                        "3",
                        "readOnly",
                        "true",
                        "version",
                        "0.1.0",
                        "labels",
                        "{\"team\": \"web\"}");
        var bad = struct("retires", "3", "readOnly", "perhaps", "labels", "{team");

        var checked = provider.checkConfig(configCheck(good));
        var refused = provider.checkConfig(configCheck(bad));

        assertThat(checked.getFailuresList()).isEmpty();
        assertThat(checked.getInputs()).isEqualTo(good);
        assertThat(refused.getFailuresList())
                .extracting(failure -> failure.getProperty() + ": " + failure.getReason())
                .containsExactlyInAnyOrder(
                        "retires: there is no such property; did you mean \"retries\"?",
                        "readOnly: must be true or false, not a string",
                        "labels: must be a map, not a string");
        var configured = provider.configure(ConfigureRequest.newBuilder().setArgs(good).build());
        assertThat(configured.getSupportsPreview()).isTrue();
        assertThat(configured.getAcceptSecrets()).isTrue();
        assertThat(
                        provider.diffConfig(
                                        DiffRequest.newBuilder()
                                                .setOldInputs(good)
                                                .setNews(bad)
                                                .build())
                                .getChanges())
                .isEqualTo(DiffChanges.DIFF_SOME);
        assertThat(
                        provider.diffConfig(
                                        DiffRequest.newBuilder()
                                                .setOldInputs(good)
                                                .setNews(good)
                                                .build())
                                .getChanges())
                .isEqualTo(DiffChanges.DIFF_NONE);
    }

    @Test
    void checkFillsDefaultsChoosesANameAndKeepsIt() {
        var first = provider.check(check(Struct.getDefaultInstance(), note("text", "milk")));
        var name = Wire.read(first.getInputs()).requireText("name");
        var olds = note("text", "milk", "name", "chosen-before");
        var later = provider.check(check(olds, note("text", "milk")));

        assertThat(name).matches("list-[0-9a-f]{7}");
        assertThat(Wire.read(first.getInputs()).integer("copies")).contains(1);
        assertThat(Wire.read(later.getInputs()).text("name")).contains("chosen-before");
        assertThat(provider.check(check(olds, note("text", ""))).getFailuresList())
                .extracting(failure -> failure.getProperty() + ": " + failure.getReason())
                .containsExactly("text: must not be empty");
    }

    @Test
    void diffTellsKindsReplacementsAndWhatIsStable() {
        var old = note("text", "milk", "name", "a");

        var update = provider.diff(diff(old, note("text", "eggs", "name", "a", "copies", 2L)));
        var replace = provider.diff(diff(old, note("text", "milk", "name", "b")));
        var none = provider.diff(diff(old, note("text", Value.secret("milk"), "name", "a")));

        assertThat(update.getHasDetailedDiff()).isTrue();
        assertThat(update.getDetailedDiffMap()).containsOnlyKeys("text", "copies");
        assertThat(update.getDetailedDiffMap().get("text").getKind()).isEqualTo(Kind.UPDATE);
        assertThat(update.getReplacesList()).isEmpty();
        assertThat(update.getStablesList()).containsExactly("directory", "name", "path", "key");
        assertThat(replace.getDetailedDiffMap().get("name").getKind())
                .isEqualTo(Kind.UPDATE_REPLACE);
        assertThat(replace.getReplacesList()).containsExactly("name");
        assertThat(replace.getDeleteBeforeReplace()).isTrue();
        assertThat(replace.getStablesList()).isEmpty();
        assertThat(none.getChanges()).isEqualTo(DiffChanges.DIFF_NONE);
    }

    @Test
    void aResourceLivesFromPreviewToDelete() throws Exception {
        var file = directory.resolve("a.note");
        var inputs = note("text", "milk", "name", "a");

        var preview = provider.create(create(inputs).setPreview(true).build());
        assertThat(Wire.read(preview.getProperties()).text("path")).contains(file.toString());
        assertThat(Wire.read(preview.getProperties()).isKnown("size")).isFalse();
        assertThat(file).doesNotExist();

        var created = provider.create(create(inputs).build());
        assertThat(file).hasContent("milk");
        assertThat(created.getId()).isEqualTo(file.toString());
        assertThat(Wire.read(created.getProperties()).field("key"))
                .isEqualTo(Value.secret("key-of-a"));
        await().untilAsserted(() ->
                assertThat(engine.logged)
                        .anySatisfy(line -> {
                            assertThat(line.getMessage()).isEqualTo("writing a");
                            assertThat(line.getEphemeral()).isTrue();
                            assertThat(line.getUrn()).isEqualTo(URN);
                        }));

        var update = update(created.getId(), inputs, created.getProperties());
        var previewed = provider.update(update.setPreview(true).build());
        assertThat(Wire.read(previewed.getProperties()).text("key")).contains("key-of-a");
        assertThat(Wire.read(previewed.getProperties()).isKnown("size")).isFalse();
        assertThat(file).hasContent("milk");
        var updated = provider.update(update.setPreview(false).build());
        assertThat(Wire.read(updated.getProperties()).integer("size")).contains(8);
        assertThat(file).hasContent("new text");

        Files.writeString(file, "tampered");
        var read = provider.read(read(created.getId(), inputs, updated.getProperties()));
        assertThat(Wire.read(read.getInputs()).text("text")).contains("tampered");
        var imported =
                provider.read(
                        read(
                                created.getId(),
                                Struct.getDefaultInstance(),
                                Struct.getDefaultInstance()));
        assertThat(Wire.read(imported.getInputs()).text("name")).contains("a");

        var delete = DeleteRequest.newBuilder().setUrn(URN).setId(created.getId()).build();
        assertThat(provider.delete(delete)).isEqualTo(Empty.getDefaultInstance());
        assertThat(file).doesNotExist();
        assertThat(provider.delete(delete)).isEqualTo(Empty.getDefaultInstance());
        var gone = provider.read(read(created.getId(), inputs, updated.getProperties()));
        assertThat(gone.getId()).isEmpty();
    }

    @Test
    void aTimeoutKeepsWhatWasMade() throws Exception {
        var inputs = note("text", "milk", "name", "slow", "waits", true);

        var failure =
                catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> provider.create(create(inputs).setTimeout(0.2).build()));

        assertKept(failure, "slow", "not ready: too late");
    }

    @Test
    void cancellingEndsWaitsAndKeepsWhatWasMadeUntilTheNextHandshake() throws Exception {
        var inputs = note("text", "milk", "name", "slow", "waits", true);
        var waiting =
                CompletableFuture.supplyAsync(() ->
                        catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> provider.create(create(inputs).build())));
        await().untilAsserted(() -> assertThat(directory.resolve("slow.note")).exists());

        provider.cancel(Empty.getDefaultInstance());
        provider.cancel(Empty.getDefaultInstance());

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
        assertKept(waiting.join(), "slow", "not ready: stopped");
        provider.attach(attachTo(engine));
        Files.createFile(directory.resolve("slow.ready"));
        assertThat(provider.create(create(inputs).build()).getId()).endsWith("slow.note");
    }

    @Test
    void functionsAnswerRefuseOrStayUnknown() throws Exception {
        Files.createFile(directory.resolve("x.note"));

        var known = provider.invoke(invoke(struct("directory", directory.toString())));
        var unknown = provider.invoke(invoke(struct("directory", Value.UNKNOWN)));
        var refused = provider.invoke(invoke(struct("dir", "x")));
        var called =
                provider.call(
                        CallRequest.newBuilder()
                                .setTok("toy:index:count")
                                .setArgs(struct("directory", directory.toString()))
                                .build());

        assertThat(Wire.read(known.getReturn()).integer("notes")).contains(1);
        assertThat(Wire.read(known.getReturn()).field("key")).isEqualTo(Value.secret("k-count"));
        assertThat(Wire.read(unknown.getReturn()).isKnown("notes")).isFalse();
        assertThat(refused.getFailuresList()).hasSize(2);
        assertThat(called.getReturn()).isEqualTo(known.getReturn());
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertRefused(
                () ->
                        provider.check(
                                CheckRequest.newBuilder()
                                        .setUrn("urn:pulumi:d::p::toy:index:Nope::n")
                                        .build()),
                Status.Code.NOT_FOUND,
                "this version of the provider has no resource type toy:index:Nope");
        assertRefused(
                () -> provider.invoke(InvokeRequest.newBuilder().setTok("toy:index:no").build()),
                Status.Code.UNIMPLEMENTED,
                "this version of the provider has no function toy:index:no");
    }

    private void assertKept(StatusRuntimeException failure, String name, String reason)
            throws Exception {
        var details = StatusProto.fromThrowable(failure).getDetails(0);
        var kept = details.unpack(ErrorResourceInitFailed.class);
        assertThat(kept.getId()).isEqualTo(directory.resolve(name + ".note").toString());
        assertThat(kept.getReasonsList()).containsExactly(reason);
        assertThat(Wire.read(kept.getProperties()).text("path")).contains(kept.getId());
        assertThat(Wire.read(kept.getInputs()).text("text")).contains("milk");
    }

    private static void assertRefused(Runnable call, Status.Code code, String message) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(failure.getStatus().getCode()).isEqualTo(code);
        assertThat(failure.getStatus().getDescription()).isEqualTo(message);
    }

    private static PluginAttach attachTo(FakeEngine engine) {
        return PluginAttach.newBuilder().setAddress(engine.address()).build();
    }

    private Struct note(Object... namesAndValues) {
        return struct(namesAndValues).toBuilder()
                .putFields("directory", Wire.write(Value.of(directory.toString())))
                .build();
    }

    static Struct struct(Object... namesAndValues) {
        var object = ObjectValue.builder();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            var value =
                    switch (namesAndValues[i + 1]) {
                        case Value given -> given;
                        case Long number -> Value.of(number);
                        case Boolean flag -> Value.of(flag);
                        case Object text -> Value.of(text.toString());
                    };
            object.put((String) namesAndValues[i], value);
        }
        return Wire.write(object.build());
    }

    private static CheckRequest configCheck(Struct news) {
        return CheckRequest.newBuilder().setUrn(PROVIDER).setNews(news).build();
    }

    private static CheckRequest check(Struct olds, Struct news) {
        return CheckRequest.newBuilder().setUrn(URN).setOlds(olds).setNews(news).build();
    }

    private static DiffRequest diff(Struct oldInputs, Struct news) {
        return DiffRequest.newBuilder()
                .setUrn(URN)
                .setId("x")
                .setOldInputs(oldInputs)
                .setNews(news)
                .build();
    }

    private static CreateRequest.Builder create(Struct inputs) {
        return CreateRequest.newBuilder().setUrn(URN).setProperties(inputs);
    }

    private static ReadRequest read(String id, Struct inputs, Struct properties) {
        return ReadRequest.newBuilder()
                .setUrn(URN)
                .setId(id)
                .setInputs(inputs)
                .setProperties(properties)
                .build();
    }

    private UpdateRequest.Builder update(String id, Struct oldInputs, Struct olds) {
        return UpdateRequest.newBuilder()
                .setUrn(URN)
                .setId(id)
                .setOldInputs(oldInputs)
                .setOlds(olds)
                .setNews(note("text", "new text", "name", "a"));
    }

    private static InvokeRequest invoke(Struct arguments) {
        return InvokeRequest.newBuilder().setTok("toy:index:count").setArgs(arguments).build();
    }
}
