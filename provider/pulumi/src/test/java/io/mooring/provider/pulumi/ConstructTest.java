package io.mooring.provider.pulumi;

import static io.mooring.provider.pulumi.ProviderServiceTest.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.mooring.provider.core.Value;
import org.junit.jupiter.api.Test;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Errors.InputPropertiesError;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConstructRequest;
import pulumirpc.Provider.ConstructResponse;
import pulumirpc.ResourceProviderGrpc;

class ConstructTest {

    @Test
    void childrenAreDeclaredUnderTheComponentWithSecretsAndDependencies() throws Exception {
        try (var engine = new FakeEngine(false)) {
            var response = construct(engine, request(engine).build());

            var pair = engine.registered("two");
            assertThat(pair.getType()).isEqualTo("toy:index:Pair");
            assertThat(pair.getCustom()).isFalse();
            assertThat(pair.getParent()).isEqualTo("urn:stack");
            var first = engine.registered("two-first");
            assertThat(first.getCustom()).isTrue();
            assertThat(first.getParent()).isEqualTo("urn:two");
            assertThat(first.getPropertyDependenciesMap().get("text").getUrnsList())
                    .containsExactly("urn:given");
            assertThat(first.getDependenciesList()).containsExactly("urn:given");
            var answer = engine.registered("two-answer-1");
            assertThat(Wire.read(answer.getObject()).text("text")).contains("/two-first");
            assertThat(Wire.read(answer.getObject()).field("pin")).isEqualTo(Value.secret("k"));
            assertThat(answer.getDependenciesList()).containsExactly("urn:two-first");
            assertThat(response.getUrn()).isEqualTo("urn:two");
            assertThat(Wire.read(response.getState()).field("key")).isEqualTo(Value.secret("k"));
            assertThat(response.getStateDependenciesMap().get("first").getUrnsList())
                    .containsExactly("urn:two-first");
            assertThat(engine.outputs).hasSize(1);
            assertThat(engine.outputs.getFirst().getOutputs()).isEqualTo(response.getState());
        }
    }

    @Test
    void inAPreviewWhatIsNotMadeYetIsUnknown() throws Exception {
        try (var engine = new FakeEngine(true)) {
            var response = construct(engine, request(engine).setDryRun(true).build());

            assertThat(Wire.read(response.getState()).isKnown("first")).isFalse();
            var answer = engine.registered("two-answer-0");
            assertThat(Wire.read(answer.getObject()).isKnown("text")).isFalse();
            assertThat(answer.getDependenciesList()).containsExactly("urn:two-first");
        }
    }

    @Test
    void optionsOfTheComponentReachItAndItsChildren() throws Exception {
        try (var engine = new FakeEngine(false)) {
            var request =
                    request(engine)
                            .setProtect(true)
                            .setRetainOnDelete(true)
                            .putProviders("toy", "urn:p::id")
                            .addAliases(Alias.newBuilder().setUrn("urn:old"))
                            .addDependencies("urn:dep")
                            .setDeletedWith("urn:with")
                            .setCustomTimeouts(
                                    ConstructRequest.CustomTimeouts.newBuilder().setCreate("9m"))
                            .build();

            construct(engine, request);

            var pair = engine.registered("two");
            assertThat(pair.getProtect()).isTrue();
            assertThat(pair.getAliasesList()).containsExactly(request.getAliases(0));
            assertThat(pair.getDependenciesList()).contains("urn:dep");
            assertThat(pair.getProvidersMap()).containsEntry("toy", "urn:p::id");
            var child = engine.registered("two-answer-0");
            assertThat(child.getProtect()).isTrue();
            assertThat(child.getRetainOnDelete()).isTrue();
            assertThat(child.getProvider()).isEqualTo("urn:p::id");
            assertThat(child.getDeletedWith()).isEqualTo("urn:with");
            assertThat(pair.getCustomTimeouts().getCreate()).isEqualTo("9m");
            assertThat(child.getCustomTimeouts().getCreate()).isEqualTo("9m");
        }
    }

    @Test
    void childrenAskForTheVersionTheProgramAskedFor() throws Exception {
        try (var engine = new FakeEngine(false)) {
            construct(engine, request(engine).build(), "default_0_1_0");
            assertThat(engine.registered("two-first").getVersion()).isEqualTo("0.1.0");
        }
        try (var engine = new FakeEngine(false)) {
            construct(engine, request(engine).build(), "default");
            assertThat(engine.registered("two-first").getVersion()).isEmpty();
        }
    }

    @Test
    void wrongInputsAreToldByPropertyBeforeAnythingIsRegistered() throws Exception {
        try (var engine = new FakeEngine(false)) {
            var request = request(engine).setInputs(struct("directory", "/x", "txt", "hi")).build();

            var failure =
                    catchThrowableOfType(
                            StatusRuntimeException.class, () -> construct(engine, request));

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            var details =
                    StatusProto.fromThrowable(failure)
                            .getDetails(0)
                            .unpack(InputPropertiesError.class);
            assertThat(details.getErrorsList())
                    .extracting(error -> error.getPropertyPath() + ": " + error.getReason())
                    .containsExactlyInAnyOrder(
                            "txt: there is no such property; did you mean \"text\"?",
                            "text: is required and missing; give a string");
            assertThat(engine.registered).isEmpty();
        }
    }

    @Test
    void aRefusedChildFailsTheComponent() throws Exception {
        try (var engine = new FakeEngine(false)) {
            var request = request(engine).setName("refused").build();

            var failure =
                    catchThrowableOfType(
                            StatusRuntimeException.class, () -> construct(engine, request));

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(engine.outputs).isEmpty();
        }
    }

    private static ConstructRequest.Builder request(FakeEngine engine) {
        return ConstructRequest.newBuilder()
                .setType("toy:index:Pair")
                .setName("two")
                .setProject("shop")
                .setStack("dev")
                .setParent("urn:stack")
                .setMonitorEndpoint(engine.address())
                .setInputs(struct("directory", "/x", "text", "hi"))
                .putInputDependencies(
                        "text",
                        ConstructRequest.PropertyDependencies.newBuilder()
                                .addUrns("urn:given")
                                .build());
    }

    private static ConstructResponse construct(FakeEngine engine, ConstructRequest request)
            throws Exception {
        return construct(engine, request, "default");
    }

    private static ConstructResponse construct(
            FakeEngine engine, ConstructRequest request, String providerName) throws Exception {
        try (var plugin = Plugin.start(Toy::registry, engine.address())) {
            var channel = Channels.open("127.0.0.1:" + plugin.port());
            try {
                var stub = ResourceProviderGrpc.newBlockingStub(channel);
                var _ = stub.configure(ConfigureRequest.newBuilder().setName(providerName).build());
                return stub.construct(request);
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
