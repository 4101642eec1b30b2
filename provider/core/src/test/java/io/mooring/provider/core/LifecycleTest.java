package io.mooring.provider.core;

import static io.mooring.provider.core.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final LogicalName NAME =
            new LogicalName("dev", "shop", Samples.MACHINE.token(), "m");
    private static final OperationContext CONTEXT =
            new OperationContext(
                    NAME,
                    Optional.empty(),
                    new Cancellation(),
                    Progress.SILENT,
                    Clock.systemUTC(),
                    ObjectValue.EMPTY);

    private final Lifecycle lifecycle =
            new Lifecycle(new Registry.Resource(Samples.MACHINE, Machines::new));

    @Test
    void outputsAreTheInputsAndWhatTheHandlerToldWithSecretsMarked() {
        var created = lifecycle.create(object("name", "a", "token", "t"), CONTEXT);

        assertThat(created.id()).isEqualTo("id-a");
        assertThat(created.outputs())
                .isEqualTo(
                        object(
                                "name",
                                "a",
                                "token",
                                Value.secret("t"),
                                "address",
                                "10.0.0.1",
                                "uptime",
                                1,
                                "key",
                                Value.secret("k")));
    }

    @Test
    void previewOfACreateKnowsTheInputsAndWhatTheHandlerIsSureOf() {
        var outputs = lifecycle.previewCreate(object("name", "a"), NAME);

        assertThat(outputs)
                .isEqualTo(
                        object(
                                "name",
                                "a",
                                "address",
                                Value.UNKNOWN,
                                "uptime",
                                0,
                                "key",
                                new Value.SecretValue(Value.UNKNOWN)));
    }

    @Test
    void previewOfAnUpdateKeepsStableOutputsKnown() {
        var old =
                new Existing(
                        "id-a",
                        object("name", "a"),
                        object("name", "a", "address", "10.0.0.1", "uptime", 5, "key", "k"));

        var outputs = lifecycle.previewUpdate(old, object("name", "a", "cpus", 3));

        assertThat(outputs)
                .isEqualTo(
                        object(
                                "name",
                                "a",
                                "cpus",
                                3,
                                "address",
                                "10.0.0.1",
                                "uptime",
                                Value.UNKNOWN,
                                "key",
                                Value.secret("k")));
    }

    @Test
    void aPartialFailureKeepsWholeOutputs() {
        var failure =
                catchThrowableOfType(
                        PartialFailure.class,
                        () -> lifecycle.create(object("name", "broken", "token", "t"), CONTEXT));

        assertThat(failure.id()).isEqualTo("id-broken");
        assertThat(failure.reasons()).containsExactly("no network");
        assertThat(failure.outputs())
                .isEqualTo(object("name", "broken", "token", Value.secret("t")));
    }

    @Test
    void theHandlerLooksOnlyAtInputsThatFitTheSchema() {
        var context = new CheckContext(NAME, ObjectValue.EMPTY, ObjectValue.EMPTY);

        assertThat(lifecycle.check(object("cpus", 1), context).failures())
                .extracting(PropertyFailure::path)
                .containsExactly("name");
        assertThat(lifecycle.check(object("name", "bad"), context).failures())
                .containsExactly(new PropertyFailure("name", "is bad"));
    }

    @Test
    void whatTheUserMarkedSecretStaysSoAfterARefresh() {
        var inputs = object("name", "a", "zone", Value.secret("moon"));
        var read = lifecycle.read(new Existing("id-a", inputs, inputs), CONTEXT);

        assertThat(read).isInstanceOf(ReadOutcome.Found.class);
        var found = (ReadOutcome.Found) read;
        assertThat(found.inputs().field("zone")).isEqualTo(Value.secret("moon"));
        assertThat(found.outputs().field("zone")).isEqualTo(Value.secret("moon"));
    }

    @Test
    void immutableInputsAndStableOutputsDoNotChangeInPlace() {
        assertThat(lifecycle.stableNames()).containsExactly("name", "zone", "address", "key");
    }

    private static final class Machines implements ResourceHandler {
        private static final ObjectValue OUTPUTS =
                object("address", "10.0.0.1", "uptime", 1, "key", "k");

        @Override
        public Checked check(ObjectValue inputs, CheckContext context) {
            return inputs.requireText("name").equals("bad")
                    ? new Checked(inputs, List.of(new PropertyFailure("name", "is bad")))
                    : Checked.good(inputs);
        }

        @Override
        public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
            return object("uptime", 0);
        }

        @Override
        public Created create(ObjectValue inputs, OperationContext context) {
            var id = "id-" + inputs.requireText("name");
            if (id.equals("id-broken")) {
                throw new PartialFailure(id, ObjectValue.EMPTY, List.of("no network"));
            }
            return new Created(id, OUTPUTS);
        }

        @Override
        public ReadOutcome read(Existing old, OperationContext context) {
            return new ReadOutcome.Found(old.id(), (ObjectValue) old.inputs().plain(), OUTPUTS);
        }

        @Override
        public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
            return OUTPUTS;
        }

        @Override
        public void delete(Existing old, OperationContext context) {}
    }
}
