package io.mooring.provider.core;

import static io.mooring.provider.core.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {
    private static final ObjectSchema INPUTS = Samples.MACHINE.inputs();

    @Test
    void everyProblemIsReportedAtOnce() {
        var inputs =
                object(
                        "cpu",
                        4,
                        "cpus",
                        "four",
                        "load",
                        1.5,
                        "taints",
                        List.of("a", 1),
                        "labels",
                        Map.of("a/b", true),
                        "disks",
                        List.of(Map.of("kind", "ssd", "colour", "red"), "big"));

        var checked = SchemaCheck.check(INPUTS, inputs);

        assertThat(checked.failures())
                .extracting(PropertyFailure::toString)
                .containsExactlyInAnyOrder(
                        "cpu: there is no such property; did you mean \"cpus\"?",
                        "cpus: must be a whole number, not a string",
                        "taints[1]: must be a string, not a number",
                        "labels[\"a/b\"]: must be a string, not true or false",
                        "disks[0].colour: there is no such property; there are: sizeGib, kind, passphrase",
                        "disks[0].sizeGib: is required and missing; give a whole number",
                        "disks[1]: must be an object, not a string",
                        "name: is required and missing; give a string");
    }

    @Test
    void aFractionIsNoWholeNumber() {
        var checked = SchemaCheck.check(INPUTS, object("name", "a", "cpus", 1.5));

        assertThat(checked.failures())
                .extracting(PropertyFailure::toString)
                .containsExactly("cpus: must be a whole number, not a fraction");
    }

    @Test
    void defaultsAreFilledInAtEveryDepth() {
        var inputs = object("name", "a", "disks", List.of(Map.of("sizeGib", 1)));

        var checked = SchemaCheck.check(INPUTS, inputs);

        assertThat(checked.failures()).isEmpty();
        assertThat(checked.inputs())
                .isEqualTo(
                        object(
                                "name",
                                "a",
                                "cpus",
                                2,
                                "zone",
                                "any",
                                "disks",
                                List.of(Map.of("sizeGib", 1, "kind", "ssd"))));
    }

    @Test
    void unknownsAndMarksStayAsTheyAre() {
        var name = new Value.OutputValue(Value.UNKNOWN, Set.of("urn:a"));
        var labels = new Value.SecretValue(object("a", Value.UNKNOWN));

        var checked = SchemaCheck.check(INPUTS, object("name", name, "labels", labels));

        assertThat(checked.failures()).isEmpty();
        assertThat(checked.inputs().field("name")).isEqualTo(name);
        assertThat(checked.inputs().field("labels")).isEqualTo(labels);
    }

    @Test
    void whatTheSchemaCallsSecretIsMarkedAtEveryDepth() {
        var inputs =
                object(
                        "name", "a",
                        "token", "t",
                        "disks", List.of(Map.of("sizeGib", 1, "passphrase", "open")));

        var checked = SchemaCheck.check(INPUTS, inputs).inputs();

        assertThat(checked.field("token")).isEqualTo(Value.secret("t"));
        assertThat(checked.objects("disks").getFirst().field("passphrase"))
                .isEqualTo(Value.secret("open"));
        assertThat(checked.toString()).doesNotContain("open", "\"t\"");
        assertThat(SchemaCheck.markSecrets(INPUTS, inputs).field("token"))
                .isEqualTo(Value.secret("t"));
    }
}
