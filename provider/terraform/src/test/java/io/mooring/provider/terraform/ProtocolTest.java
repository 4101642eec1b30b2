package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tfplugin6.Tfplugin6.ApplyResourceChange;
import tfplugin6.Tfplugin6.CallFunction;
import tfplugin6.Tfplugin6.CloseEphemeralResource;
import tfplugin6.Tfplugin6.ConfigureProvider;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.GenerateResourceConfig;
import tfplugin6.Tfplugin6.GetFunctions;
import tfplugin6.Tfplugin6.GetMetadata;
import tfplugin6.Tfplugin6.GetProviderSchema;
import tfplugin6.Tfplugin6.GetResourceIdentitySchemas;
import tfplugin6.Tfplugin6.ImportResourceState;
import tfplugin6.Tfplugin6.MoveResourceState;
import tfplugin6.Tfplugin6.PlanResourceChange;
import tfplugin6.Tfplugin6.RawState;
import tfplugin6.Tfplugin6.ReadResource;
import tfplugin6.Tfplugin6.RenewEphemeralResource;
import tfplugin6.Tfplugin6.Schema;
import tfplugin6.Tfplugin6.StopProvider;
import tfplugin6.Tfplugin6.UpgradeResourceIdentity;
import tfplugin6.Tfplugin6.UpgradeResourceState;
import tfplugin6.Tfplugin6.ValidateResourceConfig;
import tools.jackson.databind.json.JsonMapper;

/// The calls themselves, also those that only newer Terraforms make than there is on this machine.
class ProtocolTest {
    private static final String NOTE = "toy_paper_sticky_note";
    private static final String POSTER = "toy_paper_poster";
    private static final DynamicValue NOTHING = Resources.write(Msg.NIL);

    private static Plugin plugin;
    private static ManagedChannel channel;

    @TempDir Path directory;

    @BeforeAll
    static void serve() throws Exception {
        plugin = Plugin.startOwn(Notes::registry);
        channel = Dialled.channel(plugin.socket());
    }

    @AfterAll
    static void end() {
        channel.shutdownNow();
        plugin.close();
    }

    @Test
    void whatThereIsIsSaidTheSameInEachWay() {
        var metadata =
                call(
                        "GetMetadata",
                        GetMetadata.Request.getDefaultInstance(),
                        GetMetadata.Response.getDefaultInstance());
        var schema = schema();
        var functions =
                call(
                        "GetFunctions",
                        GetFunctions.Request.getDefaultInstance(),
                        GetFunctions.Response.getDefaultInstance());
        var identities =
                call(
                        "GetResourceIdentitySchemas",
                        GetResourceIdentitySchemas.Request.getDefaultInstance(),
                        GetResourceIdentitySchemas.Response.getDefaultInstance());

        assertThat(metadata.getResourcesList())
                .extracting(GetMetadata.ResourceMetadata::getTypeName)
                .containsExactlyInAnyOrder(NOTE, POSTER, "toy_paper_book")
                .containsExactlyInAnyOrderElementsOf(schema.getResourceSchemasMap().keySet())
                .containsExactlyInAnyOrderElementsOf(identities.getIdentitySchemasMap().keySet());
        assertThat(metadata.getDataSourcesList())
                .extracting(GetMetadata.DataSourceMetadata::getTypeName)
                .containsExactly("toy_paper_note");
        assertThat(metadata.getFunctionsList())
                .extracting(GetMetadata.FunctionMetadata::getName)
                .containsExactly("fold_text");
        assertThat(functions.getFunctionsMap()).isEqualTo(schema.getFunctionsMap()).hasSize(1);
        assertThat(metadata.getServerCapabilities()).isEqualTo(schema.getServerCapabilities());
        assertThat(identities.getIdentitySchemasOrThrow(NOTE).getIdentityAttributesList())
                .singleElement()
                .satisfies(id -> assertThat(id.getRequiredForImport()).isTrue());
    }

    @Test
    void descriptionsUseTerraformsNames() {
        var poster = schema().getResourceSchemasOrThrow(POSTER).getBlock();

        assertThat(poster.getDescription())
                .isEqualTo(
                        "One note, and its output `cluster_connection`; see `toy_paper_sticky_note` and `toy_paper_note`.");
        assertThat(poster.getAttributesList())
                .filteredOn(attribute -> attribute.getName().equals("timeouts"))
                .singleElement()
                .satisfies(timeouts -> {
                    assertThat(timeouts.getOptional()).isTrue();
                    assertThat(timeouts.getNestedType().getAttributesList())
                            .extracting(Schema.Attribute::getName)
                            .containsExactly("create", "update", "delete");
                });
    }

    @Test
    void aFunctionSaysItsParametersAndWhichOfThemIsWrong() {
        var fold = schema().getFunctionsOrThrow("fold_text");

        assertThat(fold.getSummary()).isEqualTo("A text with a seal.");
        assertThat(fold.getParametersList())
                .extracting(it -> it.getName() + " " + it.getType().toStringUtf8())
                .containsExactly("text \"string\"", "copy_count \"number\"");
        assertThat(fold.getVariadicParameter().getName()).isEqualTo("options");
        assertThat(fold.getVariadicParameter().getType().toStringUtf8()).isEqualTo("\"dynamic\"");
        assertThat(fold.getVariadicParameter().getDescription())
                .isEqualTo("At most one object, with any of `styles`: Looks. `labels`: Marks.");
        assertThat(fold.getReturn().getType().toStringUtf8())
                .isEqualTo("[\"object\",{\"folded_text\":\"string\",\"seal\":\"string\"}]");

        var good = fold(new Msg.Str("milk"), new Msg.Int(2));
        assertThat(good.hasError()).isFalse();
        assertThat(Resources.message(good.getResult()))
                .isEqualTo(
                        fields(
                                "folded_text",
                                new Msg.Str("milk x2 [] {}"),
                                "seal",
                                new Msg.Str("wax")));
        var wrong = fold(new Msg.Str("milk"), new Msg.Float(1.5));
        assertThat(wrong.getError().getFunctionArgument()).isEqualTo(1);
        assertThat(wrong.getError().getText()).contains("must be a whole number");
        var misspelt =
                fold(
                        new Msg.Str("milk"),
                        new Msg.Int(1),
                        new Msg.Items(
                                List.of(
                                        new Msg.Bin(
                                                "[\"object\",{\"label\":\"string\"}]".getBytes()),
                                        fields("label", new Msg.Str("a")))));
        assertThat(misspelt.getError().getText())
                .contains("there is no option \"label\"; there are: styles, labels");
        var nowhere =
                call(
                        "CallFunction",
                        CallFunction.Request.newBuilder().setName("unfold").build(),
                        CallFunction.Response.getDefaultInstance());
        assertThat(nowhere.getError().getText()).contains("no function unfold");
    }

    @Test
    void theIdentityIsTheIdWhereverThereIsOne() throws Exception {
        var config = note("first");
        var planned = plan(NOTHING, config);
        assertThat(planned.hasPlannedIdentity()).isFalse();
        var applied = apply(NOTHING, planned.getPlannedState(), config);
        var id = ResourceIdentity.of(directory.resolve("first.note").toString());
        assertThat(applied.getNewIdentity()).isEqualTo(id);
        assertThat(plan(applied.getNewState(), config).getPlannedIdentity()).isEqualTo(id);
        assertThat(read(applied.getNewState()).getNewIdentity()).isEqualTo(id);

        var imported =
                call(
                        "ImportResourceState",
                        ImportResourceState.Request.newBuilder()
                                .setTypeName(NOTE)
                                .setIdentity(id)
                                .build(),
                        ImportResourceState.Response.getDefaultInstance());
        assertThat(imported.getImportedResources(0).getIdentity()).isEqualTo(id);
        var found = read(imported.getImportedResources(0).getState());
        assertThat(Resources.read(found.getNewState()).orElseThrow().field("text"))
                .isEqualTo(new Msg.Str("milk"));

        var upgraded =
                call(
                        "UpgradeResourceIdentity",
                        UpgradeResourceIdentity.Request.newBuilder()
                                .setTypeName(NOTE)
                                .setRawIdentity(
                                        json(
                                                "{\"id\": \"%s\"}"
                                                        .formatted(
                                                                directory.resolve("first.note"))))
                                .build(),
                        UpgradeResourceIdentity.Response.getDefaultInstance());
        assertThat(upgraded.getUpgradedIdentity()).isEqualTo(id);

        Files.delete(directory.resolve("first.note"));
        var gone = read(applied.getNewState());
        assertThat(gone.hasNewIdentity()).isFalse();
        assertThat(gone.getNewState()).isEqualTo(NOTHING);
    }

    @Test
    void whatIsImportedIsWrittenAsAUserWould() {
        var config = note("first");
        var state = apply(NOTHING, plan(NOTHING, config).getPlannedState(), config).getNewState();

        var written =
                call(
                                "GenerateResourceConfig",
                                GenerateResourceConfig.Request.newBuilder()
                                        .setTypeName(NOTE)
                                        .setState(state)
                                        .build(),
                                GenerateResourceConfig.Response.getDefaultInstance())
                        .getConfig();

        assertThat(Resources.message(written)).isEqualTo(Resources.message(config));
    }

    @Test
    void aStateOfANewerVersionIsRefused() {
        var answer =
                call(
                        "UpgradeResourceState",
                        UpgradeResourceState.Request.newBuilder()
                                .setTypeName(NOTE)
                                .setVersion(1)
                                .setRawState(json("{}"))
                                .build(),
                        UpgradeResourceState.Response.getDefaultInstance());

        assertThat(answer.getDiagnosticsList())
                .singleElement()
                .satisfies(d ->
                        assertThat(d.getSummary())
                                .isEqualTo(
                                        "reading the state of a toy_paper_sticky_note: a newer version of the provider wrote it (schema version 1, and this one knows 0); use that version"));
    }

    @Test
    void aMoveIsMadeWhereBothAreTheSameThingAndRefusedWhereNot() {
        var state =
                """
                {"id": "/n/a.note", "directory": "/n", "name": "a", "text": "milk", "pin": "1",
                 "labels": {"a.b/c": "d"}, "style": {"ink_color": "red", "paper": null, "seal": null},
                 "extra": {"type": ["object", {"deep": "number"}], "value": {"deep": 1.5}},
                 "copy_count": 2, "size": 4, "key": "k", "styles": [],
                 "cluster_connection": {"ink_color": "grey", "paper": null, "seal": "s-1"}}
                """;

        var poster = move("host/ns/toy", NOTE, POSTER, state);
        assertThat(poster.getDiagnosticsList()).isEmpty();
        var moved = Resources.read(poster.getTargetState()).orElseThrow();
        assertThat(moved.field("id")).isEqualTo(new Msg.Str("/n/a.note"));
        assertThat(moved.field("text")).isEqualTo(new Msg.Str("milk"));
        assertThat(moved.field("copy_count")).isEqualTo(new Msg.Int(2));
        assertThat(moved.field("labels")).isEqualTo(fields("a.b/c", new Msg.Str("d")));
        assertThat(moved.field("parts")).isInstanceOf(Msg.Items.class);
        assertThat(poster.getTargetIdentity()).isEqualTo(ResourceIdentity.of("/n/a.note"));

        var elsewhere = move("other.host/mirror/toy", NOTE, NOTE, state);
        assertThat(elsewhere.getDiagnosticsList()).isEmpty();
        assertThat(elsewhere.getTargetPrivate().toStringUtf8()).isEqualTo("kept");
        assertThat(
                        JsonMapper.shared()
                                .readTree(elsewhere.getTargetState().getJson().toByteArray())
                                .path("text")
                                .asString())
                .isEqualTo("milk");

        assertThat(move("host/ns/paper", NOTE, POSTER, state).getDiagnostics(0).getSummary())
                .isEqualTo(
                        "moving a toy_paper_sticky_note to a toy_paper_poster: not possible, because it is of provider host/ns/paper.");
        assertThat(
                        move("host/ns/toy", NOTE, "toy_paper_book", state)
                                .getDiagnostics(0)
                                .getSummary())
                .contains("because neither is made of the other and nothing else");
    }

    @Test
    void aTimeoutThatIsNoneIsShownWhereItIs() {
        var config = new LinkedHashMap<>(Resources.read(note("first")).orElseThrow().fields());
        config.put(
                "timeouts",
                fields(
                        "create",
                        new Msg.Str("1 hour"),
                        "update",
                        Msg.UNKNOWN,
                        "delete",
                        new Msg.Str("0s")));

        var answer =
                call(
                        "ValidateResourceConfig",
                        ValidateResourceConfig.Request.newBuilder()
                                .setTypeName(NOTE)
                                .setConfig(Resources.write(new Msg.Fields(config)))
                                .build(),
                        ValidateResourceConfig.Response.getDefaultInstance());

        assertThat(answer.getDiagnosticsList())
                .extracting(d -> d.getSummary() + ": " + d.getDetail())
                .containsExactly(
                        "Invalid value for timeouts.create: \"1 hour\" is no duration; write it as in 90s, 20m or 1h30m",
                        "Invalid value for timeouts.delete: \"0s\" is no duration; write it as in 90s, 20m or 1h30m");
    }

    @Test
    void whatNeedsNothingDoneIsAnsweredAndWhatIsNotOfferedIsUnimplemented() {
        assertThat(
                        call(
                                        "RenewEphemeralResource",
                                        RenewEphemeralResource.Request.getDefaultInstance(),
                                        RenewEphemeralResource.Response.getDefaultInstance())
                                .getDiagnosticsList())
                .isEmpty();
        assertThat(
                        call(
                                        "CloseEphemeralResource",
                                        CloseEphemeralResource.Request.getDefaultInstance(),
                                        CloseEphemeralResource.Response.getDefaultInstance())
                                .getDiagnosticsList())
                .isEmpty();
        assertThat(
                        call(
                                        "StopProvider",
                                        StopProvider.Request.getDefaultInstance(),
                                        StopProvider.Response.getDefaultInstance())
                                .getError())
                .isEmpty();
        for (var later : List.of("ListResource", "PlanAction", "GetStates")) {
            assertThatThrownBy(() ->
                            call(later, Empty.getDefaultInstance(), Empty.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageStartingWith("UNIMPLEMENTED");
        }
    }

    @Test
    void twoCommandsAtOnceKnowNothingOfEachOthersNames() {
        var style =
                fields(
                        "ink_color",
                        Msg.NIL,
                        "paper",
                        new Msg.Str("blue"),
                        "seal",
                        new Msg.Str("w"));
        var config = new LinkedHashMap<>(Resources.read(note("first")).orElseThrow().fields());
        config.put("style", style);
        var note = Resources.write(new Msg.Fields(config));
        var other = Dialled.channel(plugin.socket());
        try {
            for (var command : List.of(channel, other)) {
                call(
                        command,
                        "ConfigureProvider",
                        ConfigureProvider.Request.newBuilder()
                                .setConfig(Resources.write(fields("read_only", Msg.NIL)))
                                .build(),
                        ConfigureProvider.Response.getDefaultInstance());
            }

            assertThat(plan(channel, NOTHING, note).getDiagnosticsList()).isEmpty();
            assertThat(plan(other, NOTHING, note).getDiagnosticsList()).isEmpty();
            assertThat(plan(other, NOTHING, note).getDiagnosticsList())
                    .singleElement()
                    .satisfies(it -> assertThat(it.getDetail()).contains("is the name of another"));
        } finally {
            other.shutdownNow();
        }
    }

    private static GetProviderSchema.Response schema() {
        return call(
                "GetProviderSchema",
                GetProviderSchema.Request.getDefaultInstance(),
                GetProviderSchema.Response.getDefaultInstance());
    }

    private static CallFunction.Response fold(Msg... arguments) {
        var request = CallFunction.Request.newBuilder().setName("fold_text");
        List.of(arguments).forEach(it -> request.addArguments(Resources.write(it)));
        return call("CallFunction", request.build(), CallFunction.Response.getDefaultInstance());
    }

    private static MoveResourceState.Response move(
            String provider, String from, String to, String state) {
        return call(
                "MoveResourceState",
                MoveResourceState.Request.newBuilder()
                        .setSourceProviderAddress(provider)
                        .setSourceTypeName(from)
                        .setTargetTypeName(to)
                        .setSourceState(json(state))
                        .setSourcePrivate(ByteString.copyFromUtf8("kept"))
                        .build(),
                MoveResourceState.Response.getDefaultInstance());
    }

    private static PlanResourceChange.Response plan(DynamicValue prior, DynamicValue config) {
        return plan(channel, prior, config);
    }

    private static PlanResourceChange.Response plan(
            ManagedChannel command, DynamicValue prior, DynamicValue config) {
        return call(
                command,
                "PlanResourceChange",
                PlanResourceChange.Request.newBuilder()
                        .setTypeName(NOTE)
                        .setPriorState(prior)
                        .setProposedNewState(config)
                        .setConfig(config)
                        .build(),
                PlanResourceChange.Response.getDefaultInstance());
    }

    private static ApplyResourceChange.Response apply(
            DynamicValue prior, DynamicValue planned, DynamicValue config) {
        return call(
                "ApplyResourceChange",
                ApplyResourceChange.Request.newBuilder()
                        .setTypeName(NOTE)
                        .setPriorState(prior)
                        .setPlannedState(planned)
                        .setConfig(config)
                        .build(),
                ApplyResourceChange.Response.getDefaultInstance());
    }

    private static ReadResource.Response read(DynamicValue state) {
        return call(
                "ReadResource",
                ReadResource.Request.newBuilder().setTypeName(NOTE).setCurrentState(state).build(),
                ReadResource.Response.getDefaultInstance());
    }

    /// What a user gives, with every attribute in it, as Terraform sends it.
    private DynamicValue note(String name) {
        var config = new LinkedHashMap<String, Msg>();
        config.put(Names.ID, Msg.NIL);
        ResourceSchema.of(Notes.TYPE)
                .attributes()
                .list()
                .forEach(attribute -> config.put(attribute.name(), Msg.NIL));
        config.put(Timeouts.NAME, Msg.NIL);
        config.put("directory", new Msg.Str(directory.toString()));
        config.put("name", new Msg.Str(name));
        config.put("text", new Msg.Str("milk"));
        return Resources.write(new Msg.Fields(config));
    }

    private static Msg.Fields fields(Object... pairs) {
        var fields = new LinkedHashMap<String, Msg>();
        for (var i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], (Msg) pairs[i + 1]);
        }
        return new Msg.Fields(Map.copyOf(fields));
    }

    private static RawState json(String text) {
        return RawState.newBuilder().setJson(ByteString.copyFromUtf8(text)).build();
    }

    private static <Q extends Message, A extends Message> A call(String name, Q request, A answer) {
        return call(channel, name, request, answer);
    }

    private static <Q extends Message, A extends Message> A call(
            ManagedChannel command, String name, Q request, A answer) {
        var method =
                MethodDescriptor.newBuilder(
                                ProtoUtils.marshaller(request), ProtoUtils.marshaller(answer))
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(
                                MethodDescriptor.generateFullMethodName(ProviderService.NAME, name))
                        .build();
        return ClientCalls.blockingUnaryCall(command, method, CallOptions.DEFAULT, request);
    }
}
